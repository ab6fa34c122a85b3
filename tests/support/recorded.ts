import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { MediaPacket } from '../../engine/ingest/media-packet.ts';
import type {
  RecordedFile,
  RecordingListener,
  RecordingPlan,
  RecordingRules,
} from '../../engine/record/recorded-file.ts';
import type { Recorders } from '../../engine/record/recorders.ts';
import { createRecorders } from '../../engine/record/recorders.ts';
import { automaticRules } from '../../engine/rooms/recording-rules.ts';

export interface Recorded {
  readonly mediaFolder: string;
  readonly files: readonly RecordedFile[];
  /** Format and reason of what failed. */
  readonly failures: readonly string[];
  /** The path of a format's first file. */
  readonly pathOf: (format: RecordingFormat) => string;
}

export interface RecordingDesk {
  readonly recorders: Recorders;
  readonly plan: RecordingPlan;
  readonly recorded: Recorded;
}

/** Recorders in a folder of their own, and what they told. */
export function openRecordingDesk(
  root: string,
  formats: readonly RecordingFormat[],
  rules: Partial<RecordingRules> = {},
  folder = mkdtempSync(path.join(root, 'recorded-')),
): RecordingDesk {
  const mediaFolder = path.join(folder, 'media');
  const files: RecordedFile[] = [];
  const failures: string[] = [];
  const nothing = (): void => undefined;
  const told: Partial<RecordingListener> = {
    fileClosed: (_, file) => {
      files.push(file);
      return Promise.resolve();
    },
    failed: (_, format, reason) => failures.push(`${format}: ${reason}`),
  };
  // Whatever else a recorder tells is of no matter here.
  const listener = new Proxy(told, {
    get: (target, name): unknown => Reflect.get(target, name) ?? nothing,
  });
  const log = { info: nothing, warn: nothing, error: nothing };
  return {
    recorders: createRecorders({
      mediaFolder,
      journalFolder: path.join(folder, 'journal'),
      listener: listener as RecordingListener,
      log,
    }),
    plan: {
      sessionId: 'session',
      formats,
      rules: { ...automaticRules, ...rules },
      context: {
        sdkAppId: 1400000123,
        room: { kind: 'int', value: 1001 },
        userId: 'u1',
        streamType: 'main',
        streamId: 's1',
        pushSequence: '1',
        nameHead: 'u1_main',
        streamParam: null,
      },
    },
    recorded: {
      mediaFolder,
      files,
      failures,
      pathOf: (format) => {
        const found = files.find((file) => file.format === format);
        if (found === undefined) throw new Error(`there is no ${format}: ${failures.join('; ')}`);
        return path.join(mediaFolder, found.path);
      },
    },
  };
}

/** Records a stream from its first packet to its last. */
export async function recordPackets(
  root: string,
  packets: readonly MediaPacket[],
  formats: readonly RecordingFormat[],
  rules: Partial<RecordingRules> = {},
): Promise<Recorded> {
  const { recorders, plan, recorded } = openRecordingDesk(root, formats, rules);
  const session = recorders.record(plan);
  for (const packet of packets) session.packet(packet);
  session.stop();
  await session.done;
  await recorders.close();
  return recorded;
}
