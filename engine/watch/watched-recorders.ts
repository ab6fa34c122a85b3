import type { Logger } from 'pino';
import type { MediaLoss, MediaPacket } from '../ingest/media-packet.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import type {
  HoldReason,
  RecordingListener,
  RecordingPlan,
  RecordingSession,
} from '../record/recorded-file.ts';
import type { Recorders } from '../record/recorders.ts';
import { PictureProbe } from './picture-probe.ts';
import { SoundProbe } from './sound-probe.ts';
import { StreamWatch } from './stream-watch.ts';

export interface WatchOptions {
  readonly listener: Pick<RecordingListener, 'warned'>;
  readonly processes: ProcessRoom;
  /** Null where there is none: then sizes and times are watched, and neither pictures nor sound. */
  readonly ffmpegPath: string | null;
  /** How often a suspicious picture, and the sound, is sampled. */
  readonly sampleSeconds: number;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: () => number;
}

const tickMs = 1000;

/** A recording session whose packets are watched on their way. */
class WatchedSession implements RecordingSession {
  readonly #session: RecordingSession;
  readonly #watch: StreamWatch;
  readonly #holds = new Set<HoldReason>();
  #away = false;

  constructor(session: RecordingSession, watch: StreamWatch) {
    this.#session = session;
    this.#watch = watch;
  }

  get sessionId(): string {
    return this.#session.sessionId;
  }

  get isHeld(): boolean {
    return this.#session.isHeld;
  }

  get done(): Promise<void> {
    return this.#session.done;
  }

  packet(packet: MediaPacket): void {
    this.#session.packet(packet);
    this.#watch.packet(packet);
  }

  lost(loss: MediaLoss): void {
    this.#watch.lost(loss);
  }

  end(): void {
    this.#away = true;
    this.#watch.pause();
    this.#session.end();
  }

  stop(): void {
    this.#watch.pause();
    this.#session.stop();
  }

  hold(reason: HoldReason): void {
    this.#holds.add(reason);
    this.#watch.pause();
    this.#session.hold(reason);
  }

  release(reason: HoldReason): void {
    this.#holds.delete(reason);
    this.#session.release(reason);
    this.#resume();
  }

  /** The stream of a waiting recording came back. */
  comeBack(): void {
    this.#away = false;
    this.#resume();
  }

  #resume(): void {
    if (this.#holds.size === 0 && !this.#away) this.#watch.resume();
  }
}

/** Recorders whose sessions are watched while they run: what is not as it should be is told as the listener's warnings. */
export function watchRecorders(recorders: Recorders, options: WatchOptions): Recorders {
  const { listener, processes, ffmpegPath, log, clock } = options;
  const pool = ffmpegPath === null ? null : { ffmpegPath, processes, clock, log };
  const probes = pool === null ? null : { pictures: new PictureProbe(pool), sounds: new SoundProbe(pool) };
  if (pool === null)
    log.warn({}, 'without ffmpeg recordings are not watched for silence and black, only for sizes and times');
  const sessions = new Map<
    RecordingSession,
    { readonly watched: WatchedSession; readonly watch: StreamWatch }
  >();
  const timer = setInterval(() => {
    for (const { watch } of sessions.values()) watch.tick();
    probes?.pictures.flush();
    probes?.sounds.settle();
  }, tickMs);
  timer.unref();

  return {
    ...recorders,
    record(plan: RecordingPlan) {
      const session = recorders.record(plan);
      const known = sessions.get(session);
      if (known !== undefined) {
        known.watched.comeBack();
        return known.watched;
      }
      const watch = new StreamWatch({
        aux: plan.context.streamType === 'aux',
        probes,
        sampleMs: options.sampleSeconds * 1000,
        clock,
        warn: (warning) => {
          listener.warned(plan, warning);
        },
      });
      const watched = new WatchedSession(session, watch);
      sessions.set(session, { watched, watch });
      void session.done.then(() => sessions.delete(session));
      return watched;
    },
    async close() {
      clearInterval(timer);
      await Promise.all([recorders.close(), probes?.pictures.close(), probes?.sounds.close()]);
    },
  };
}
