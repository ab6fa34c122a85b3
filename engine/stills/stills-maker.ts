import type { Library } from '../library/library.ts';
import { giveUpStills, keepStills, nextWithoutStills, wantNoStills } from '../library/stills-store.ts';
import type { Worker, WorkerOptions } from '../library/worker.ts';
import { startWorker } from '../library/worker.ts';
import type { RecordingWarning, WarnedRecording } from '../record/recorded-file.ts';
import type { MakeStillsOptions } from './make-stills.ts';
import { makeStills } from './make-stills.ts';

export interface StillsMakerOptions extends Omit<MakeStillsOptions, 'ffmpegPath'> {
  readonly library: Library;
  /** Null where there is no ffmpeg: files go without. */
  readonly ffmpegPath: string | null;
  readonly warned: (recording: WarnedRecording, warning: RecordingWarning) => void;
  readonly log: WorkerOptions['log'];
}

const restMs = 60_000;

/** Makes pictures of finished files, one after the other; a file of which none can be made is told of once. */
export function startStillsMaker(options: StillsMakerOptions): Worker {
  const { library, ffmpegPath, warned, log } = options;
  const { sql, bell } = library;
  if (ffmpegPath === null) log.warn({}, 'there is no ffmpeg: recordings get neither a cover nor thumbnails');
  return startWorker({
    name: 'stills',
    bell,
    log,
    async round(signal) {
      if (ffmpegPath === null) {
        await wantNoStills(sql);
        return restMs;
      }
      const file = await nextWithoutStills(sql);
      if (file === null) return restMs;
      const { fileId, sessionId, sdkAppId, streamId } = file;
      try {
        const { stills, objects } = await makeStills(file, { ...options, ffmpegPath }, signal);
        await keepStills(sql, fileId, stills, objects);
      } catch (error) {
        if (signal.aborted) return 0;
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ err: error, fileId }, 'no pictures could be made of a file; it goes without');
        await giveUpStills(sql, fileId);
        warned(
          { sessionId, context: { sdkAppId, streamId } },
          {
            code: 'stills-failed',
            level: 'info',
            markId: `stills-failed-${fileId}`,
            phase: 'once',
            atMs: Date.now(),
            mediaMs: null,
            detail: `No cover and no thumbnails could be made of the file ${fileId}: ${reason.slice(0, 200)}`,
          },
        );
      }
      // Whoever waits to carry the file away with its pictures.
      bell.ring();
      return 0;
    },
  });
}
