import { existsSync, statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { RecorderLog } from './recorder-log.ts';

const checkEveryMs = 3000;

export interface DiskFloor {
  /** Too little room is left for a new recording. */
  readonly isLow: boolean;
  readonly freeBytes: number;
  close(): void;
}

function freeOf({ bavail, bsize }: { readonly bavail: number; readonly bsize: number }): number {
  return bavail * bsize;
}

/** The folder itself, or the nearest above it that is there. */
function existing(folder: string): string {
  let at = path.resolve(folder);
  while (!existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  return at;
}

/**
 * Watches how much room is left where media is written. `onChange` is called when it falls below `minFreeBytes` and when it
 * is there again; 0 watches nothing. What cannot be asked is taken as room enough: a write will tell.
 */
export function watchDiskFloor(options: {
  readonly folder: string;
  readonly minFreeBytes: number;
  readonly log: RecorderLog;
  readonly onChange: (isLow: boolean, freeBytes: number) => void;
}): DiskFloor {
  const { folder, minFreeBytes, log, onChange } = options;
  let freeBytes = Number.POSITIVE_INFINITY;
  let isLow = false;
  const note = (free: number): void => {
    freeBytes = free;
    if (free < minFreeBytes === isLow) return;
    isLow = !isLow;
    const fields = { folder, freeBytes, minFreeBytes };
    if (isLow) log.error(fields, 'too little room is left: new recordings are refused');
    else log.warn(fields, 'there is room again: recordings are taken');
    onChange(isLow, free);
  };
  let timer: NodeJS.Timeout | undefined;
  const check = async (): Promise<void> => {
    try {
      note(freeOf(await statfs(existing(folder))));
    } catch (error) {
      log.warn({ err: error, folder }, 'the free room could not be asked');
    }
    timer?.refresh();
  };
  if (minFreeBytes > 0) {
    try {
      note(freeOf(statfsSync(existing(folder))));
    } catch (error) {
      log.warn({ err: error, folder }, 'the free room could not be asked');
    }
    timer = setTimeout(() => void check(), checkEveryMs).unref();
  }
  return {
    get isLow() {
      return isLow;
    },
    get freeBytes() {
      return freeBytes;
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
