import type { Logger } from 'pino';
import type { Library } from './library/library.ts';
import type { ProcessRoom } from './process/process-room.ts';
import type { RecordingListener } from './record/recorded-file.ts';
import { startStillsMaker } from './stills/stills-maker.ts';
import { startChecker } from './storage/checker.ts';
import type { StorageSetting } from './storage/destination.ts';
import { openDestination } from './storage/open-destination.ts';
import type { MediaBytes } from './storage/media-bytes.ts';
import { createMediaBytes } from './storage/media-bytes.ts';
import { startMover } from './storage/mover.ts';
import type { Removal } from './storage/removal.ts';
import { startRemoval } from './storage/removal.ts';

export interface MediaWork {
  readonly bytes: MediaBytes;
  readonly removal: Pick<Removal, 'remove'>;
  /** Resolves when no work is under way; what is left is done by the next process. */
  close(): Promise<void>;
}

/** Starts everything that is done with a file once it is finished: checksums, pictures, moving it away, deleting it on time. */
export async function startMediaWork(options: {
  readonly library: Library;
  readonly mediaFolder: string;
  readonly storage: StorageSetting;
  readonly ffmpegPath: string | null;
  readonly processes: ProcessRoom;
  readonly listener: Pick<RecordingListener, 'warned'>;
  readonly log: Logger;
}): Promise<MediaWork> {
  const { library, mediaFolder, ffmpegPath, processes, listener, log } = options;
  const shared = { library, mediaFolder, log };
  const warned: RecordingListener['warned'] = (recording, warning) => {
    listener.warned(recording, warning);
  };
  const destination = await openDestination(options.storage);
  const checker = startChecker(shared);
  const stills = startStillsMaker({ ...shared, ffmpegPath, processes, warned });
  const mover = destination && startMover({ ...shared, destination, warned });
  const removal = startRemoval({ ...shared, away: destination && mover && { destination, mover } });
  return {
    bytes: createMediaBytes(mediaFolder, destination),
    removal,
    async close() {
      await Promise.all([checker.close(), stills.close(), mover?.close(), removal.close()]);
    },
  };
}
