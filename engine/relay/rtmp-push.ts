import type { MediaPacket, PacketSink } from '../ingest/media-packet.ts';
import { isCodecConfig, isKeyFrame, isMedia } from '../ingest/packet-body.ts';
import { NotPublicAddress } from '../network/public-address.ts';
import { StreamClock } from '../record/stream-clock.ts';
import type { RelaySource } from './on-air.ts';
import type { Piece } from './outlet.ts';
import { defaultOutletLimits, Outlet } from './outlet.ts';
import type { PushAddress } from './push-address.ts';
import type { Publication } from './rtmp-client.ts';
import { publishTo } from './rtmp-client.ts';

/** Where a push is, in the vendor's words (https://trtc.io/document/54913). `failed` is the end of it. */
export type PushState = 'idle' | 'connecting' | 'running' | 'recovering' | 'failed';

export interface RtmpPushOptions {
  readonly address: PushAddress;
  readonly trustedHosts: readonly string[];
  /** Told once of each change, with the reason of what is not well. */
  readonly onState: (state: PushState, reason: string | null) => void;
  /** Bytes that have left. */
  readonly onBytes: (bytes: number) => void;
  readonly pace?: Partial<PushPace>;
}

export interface PushPace {
  /** Between attempts: each doubles, up to the last. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Without a running connection for so long a push has failed. The vendor's minute. */
  readonly giveUpMs: number;
  readonly connectMs: number;
}

const defaultPace: PushPace = { firstDelayMs: 500, maxDelayMs: 5000, giveUpMs: 60_000, connectMs: 10_000 };

/** Pushes one stream to an address, connecting again whenever that breaks off, from the group of pictures on the air. */
export class RtmpPush {
  readonly #options: RtmpPushOptions;
  readonly #pace: PushPace;
  #source: RelaySource | null = null;
  #state: PushState = 'idle';
  #publication: Publication | null = null;
  #leave: () => void = () => undefined;
  #retry: NodeJS.Timeout | null = null;
  #delayMs: number;
  #lostAtMs = 0;
  /** Which source, or none, the attempts are for: what belongs to an earlier one is not heeded. */
  #round = 0;

  constructor(options: RtmpPushOptions) {
    this.#options = options;
    this.#pace = { ...defaultPace, ...options.pace };
    this.#delayMs = this.#pace.firstDelayMs;
  }

  get state(): PushState {
    return this.#state;
  }

  /** Pushes this stream from now on; null closes the connection until there is one again. */
  feed(source: RelaySource | null): void {
    if (this.#source === source) return;
    this.#hangUp();
    this.#source = source;
    if (this.#state === 'failed') return;
    if (source === null) {
      this.#enter('idle', null);
      return;
    }
    this.#lostAtMs = Date.now();
    this.#delayMs = this.#pace.firstDelayMs;
    this.#enter('connecting', null);
    void this.#connect(this.#round);
  }

  #hangUp(): void {
    this.#round += 1;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#leave();
    this.#leave = () => undefined;
    this.#publication?.end();
    this.#publication = null;
  }

  async #connect(round: number): Promise<void> {
    const { address, trustedHosts } = this.#options;
    let publication: Publication;
    try {
      publication = await publishTo(address, { trustedHosts, patienceMs: this.#pace.connectMs });
    } catch (error) {
      this.#lost(round, error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (round !== this.#round || this.#source === null) {
      publication.end();
      return;
    }
    this.#publication = publication;
    this.#delayMs = this.#pace.firstDelayMs;
    this.#enter('running', null);
    this.#leave = this.#source.subscribe(this.#sinkOf(publication));
    this.#lost(round, new Error(await publication.closed));
  }

  #lost(round: number, error: Error): void {
    if (round !== this.#round) return;
    if (this.#publication !== null) this.#lostAtMs = Date.now();
    this.#leave();
    this.#leave = () => undefined;
    this.#publication = null;
    const reason = error.message;
    if (error instanceof NotPublicAddress || Date.now() - this.#lostAtMs >= this.#pace.giveUpMs) {
      this.#round += 1;
      this.#enter('failed', reason);
      return;
    }
    this.#enter(
      this.#state === 'running' || this.#state === 'recovering' ? 'recovering' : 'connecting',
      reason,
    );
    this.#retry = setTimeout(() => {
      void this.#connect(round);
    }, this.#delayMs);
    this.#delayMs = Math.min(this.#pace.maxDelayMs, this.#delayMs * 2);
  }

  #enter(state: PushState, reason: string | null): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state, reason);
  }

  #sinkOf(publication: Publication): PacketSink {
    const clock = new StreamClock();
    const configs: { video: Piece | null; audio: Piece | null } = { video: null, audio: null };
    const outlet = new Outlet(
      {
        write: (bytes, sent) => {
          publication.send(bytes, () => {
            this.#options.onBytes(bytes.length);
            sent();
          });
        },
        end: () => undefined,
        destroy: () => {
          publication.destroy();
        },
      },
      () => [configs.video, configs.audio].filter((piece) => piece !== null),
      defaultOutletLimits,
    );
    let reachedMs = 0;
    return {
      packet(packet: MediaPacket) {
        if (packet.kind === 'metadata') return;
        const isConfig = isCodecConfig(packet);
        if (!isConfig && !isMedia(packet)) return;
        const { kind, payload } = packet;
        const atMs = isConfig ? reachedMs : clock.at(kind, packet.timestampMs);
        reachedMs = Math.max(reachedMs, atMs);
        const isEntry = isKeyFrame(packet) || (kind === 'audio' && configs.video === null);
        const piece = {
          bytes: publication.print(kind, atMs, payload),
          isConfig,
          isEntry: isEntry && !isConfig,
        };
        if (isConfig) configs[kind] = piece;
        outlet.give(piece);
      },
      end() {
        // The stream's end is told to the push by who feeds it.
      },
    };
  }
}
