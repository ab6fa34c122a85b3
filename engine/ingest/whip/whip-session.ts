import type { MediaPacket, PacketSink } from '../media-packet.ts';
import type { ChosenMedia } from './codec-choice.ts';
import type { CoderRoom, Coding } from './coder.ts';
import { Coder, opusToAac, vp8ToH264 } from './coder.ts';
import { HeldStart } from './held-start.ts';
import type { IceCredentials } from './ice-lite.ts';
import { IceLite } from './ice-lite.ts';
import { PictureIntake } from './picture-intake.ts';
import { defaultReorderLimits } from './reorder-buffer.ts';
import { printGoodbye, printNack, printPli, printReceiverReport, printRemb, readRtcp } from './rtcp.ts';
import { readRtp } from './rtp-packet.ts';
import { RtpTrack } from './rtp-track.ts';
import type { Fingerprint, Identity } from './secure-channel.ts';
import { SecureChannel } from './secure-channel.ts';
import { SessionClock } from './session-clock.ts';
import { SoundIntake } from './sound-intake.ts';
import type { UdpPort } from './udp-ports.ts';

export interface WhipLimits {
  /** From the answer to the first media key, at most. */
  readonly connectMs: number;
  /** Without a check of the publisher's for this long it has gone (RFC 7675, 5.1). */
  readonly consentMs: number;
  /** What a publisher is told that it may send. */
  readonly maxBitsPerSecond: number;
}

export const defaultWhipLimits: WhipLimits = {
  connectMs: 20_000,
  consentMs: 30_000,
  maxBitsPerSecond: 8_000_000,
};

export interface WhipSessionOptions {
  readonly media: readonly ChosenMedia[];
  readonly fingerprints: readonly Fingerprint[];
  readonly sink: PacketSink;
  readonly port: UdpPort;
  readonly identity: Identity;
  /** Null where there are none: then only H.264 is taken. */
  readonly coders: CoderRoom | null;
  readonly clock: () => number;
  readonly limits: WhipLimits;
  /** Told once, when nothing more is taken; `ended` resolves when nothing more comes of it. */
  readonly onOver: (reason: string, ended: Promise<void>) => void;
}

/** RFC 6184, RFC 7741 and RFC 7587: the clocks of pictures and of Opus. */
const clockRates = { video: 90_000, audio: 48_000 } as const;
const reportEveryMs = 1000;
/** Without a request for lost packets there is nothing to wait for but what others overtook. */
const orderOnlyMs = 150;
/** Our own number in reports; we send no media that it could be taken for. */
const ownSsrc = 1;

/** One publisher: from its datagrams to the packets that every other room of the engine works on. */
export class WhipSession {
  readonly #options: WhipSessionOptions;
  readonly #ice: IceLite;
  readonly #channel: SecureChannel;
  readonly #clock: SessionClock = new SessionClock(clockRates);
  readonly #tracks: Readonly<Partial<Record<'audio' | 'video', RtpTrack>>>;
  readonly #pictures: PictureIntake | null = null;
  readonly #coders: Coder[] = [];
  readonly #start: HeldStart;
  readonly #startedMs: number;
  #isOpen = false;
  #reportedMs = 0;
  #ended: Promise<void> | null = null;

  constructor(options: WhipSessionOptions) {
    this.#options = options;
    const { clock } = options;
    this.#startedMs = clock();
    this.#ice = new IceLite({
      port: options.port,
      clock,
      onDatagram: (bytes) => {
        this.#guard(() => {
          this.#channel.datagram(bytes);
        });
      },
    });
    this.#channel = new SecureChannel({
      identity: options.identity,
      fingerprints: options.fingerprints,
      send: (bytes) => {
        this.#ice.send(bytes);
      },
      onOpen: () => {
        this.#isOpen = true;
      },
      onRtp: (bytes) => {
        this.#rtp(bytes);
      },
      onRtcp: (bytes) => {
        this.#rtcp(bytes);
      },
      onEnd: (reason) => {
        void this.end(reason);
      },
    });
    this.#start = new HeldStart(
      options.media.map(({ offered }) => offered.kind),
      (packet) => {
        options.sink.packet(packet);
      },
      clock,
    );
    const tracks: Partial<Record<'audio' | 'video', RtpTrack>> = {};
    for (const chosen of options.media) {
      const { kind } = chosen.offered;
      const taker =
        kind === 'video' ? (this.#pictures = this.#openPictures(chosen)) : this.#openSound(chosen);
      const asksAgain = chosen.codec.feedback.includes('nack');
      const limits = asksAgain ? defaultReorderLimits : { ...defaultReorderLimits, patienceMs: orderOnlyMs };
      tracks[kind] = new RtpTrack({ chosen, clockRate: clockRates[kind], taker, limits });
    }
    this.#tracks = tracks;
  }

  get credentials(): IceCredentials {
    return this.#ice.credentials;
  }

  /** Takes new ICE credentials; media goes on meanwhile. */
  restartIce(): IceCredentials {
    return this.#ice.restart();
  }

  /** Called every few milliseconds. */
  tick(nowMs: number): void {
    if (this.#ended !== null) return;
    this.#guard(() => {
      this.#tend(nowMs);
    });
  }

  /** What one publisher sends ends that publisher's session at most, never the process. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      void this.end(`what came could not be taken: ${String(error)}`);
    }
  }

  #tend(nowMs: number): void {
    const { connectMs, consentMs } = this.#options.limits;
    if (!this.#isOpen) {
      if (nowMs - this.#startedMs > connectMs)
        void this.end(`nothing was published within ${String(connectMs / 1000)} s`);
      return;
    }
    if (nowMs - this.#ice.consentedMs > consentMs) {
      void this.end(`the publisher was not heard of for ${String(consentMs / 1000)} s`);
      return;
    }
    for (const track of Object.values(this.#tracks)) {
      const wanted = track.tick(nowMs);
      if (wanted.length > 0) this.#channel.sendRtcp(printNack(ownSsrc, track.ssrc!, wanted));
    }
    const { ssrc = null } = this.#tracks.video ?? {};
    if (ssrc !== null && this.#pictures?.wantsKey(nowMs) === true)
      this.#channel.sendRtcp(printPli(ownSsrc, ssrc));
    if (nowMs - this.#reportedMs >= reportEveryMs) this.#report(nowMs);
  }

  /** Ends the stream once what the coders still hold is out. May be called again. */
  end(reason: string): Promise<void> {
    if (this.#ended === null) {
      this.#ended = Promise.resolve().then(() => this.#close());
      this.#options.onOver(reason, this.#ended);
    }
    return this.#ended;
  }

  async #close(): Promise<void> {
    this.#channel.sendRtcp(Buffer.concat([printReceiverReport(ownSsrc, []), printGoodbye(ownSsrc)]));
    this.#channel.close();
    this.#ice.close();
    this.#pictures?.end();
    await Promise.all(this.#coders.map((coder) => coder.end()));
    this.#start.release();
    this.#options.sink.end();
  }

  #report(nowMs: number): void {
    this.#reportedMs = nowMs;
    this.#start.tick();
    for (const coder of this.#coders) coder.tend();
    const tracks = Object.values(this.#tracks);
    const blocks = tracks.map((track) => track.block(nowMs)).filter((block) => block !== null);
    if (blocks.length === 0) return;
    const { maxBitsPerSecond } = this.#options.limits;
    const ssrcs = blocks.map(({ ssrc }) => ssrc);
    this.#channel.sendRtcp(
      Buffer.concat([printReceiverReport(ownSsrc, blocks), printRemb(ownSsrc, maxBitsPerSecond, ssrcs)]),
    );
  }

  #rtp(bytes: Buffer): void {
    const packet = readRtp(bytes);
    if (packet === null) return;
    const now = this.#options.clock();
    for (const track of Object.values(this.#tracks)) if (track.packet(packet, now)) return;
  }

  #rtcp(bytes: Buffer): void {
    const { reports, goodbyes } = readRtcp(bytes);
    const now = this.#options.clock();
    const tracks = Object.entries(this.#tracks) as ['audio' | 'video', RtpTrack][];
    for (const report of reports) {
      const [kind, track] = tracks.find(([, { ssrc }]) => ssrc === report.ssrc) ?? [];
      if (kind === undefined) continue;
      track!.senderReport(report, now);
      this.#clock.report(kind, report);
    }
    if (goodbyes.length > 0 && tracks.every(([, { ssrc }]) => ssrc === null || goodbyes.includes(ssrc)))
      void this.end('the publisher said goodbye');
  }

  readonly #emit = (packet: MediaPacket): void => {
    this.#start.packet(packet);
  };

  #openPictures({ codec }: ChosenMedia): PictureIntake {
    const { sink, clock } = this.#options;
    const coder = codec.name === 'vp8' ? this.#openCoder(vp8ToH264) : null;
    return new PictureIntake({
      codec: coder === null ? 'h264' : 'vp8',
      timeOf: (timestamp) => this.#clock.at('video', timestamp, clock()),
      onPacket: this.#emit,
      onFrame: (ms, data, key) => {
        coder?.feed(ms, data, key);
      },
      onLoss: (loss) => {
        sink.lost?.(loss);
      },
      clock,
    });
  }

  #openSound({ red }: ChosenMedia): SoundIntake {
    const { sink, clock } = this.#options;
    const coder = this.#openCoder(opusToAac);
    return new SoundIntake({
      redPayloadType: red?.payloadType ?? null,
      timeOf: (timestamp) => this.#clock.at('audio', timestamp, clock()),
      onPacket: (ms, opus) => {
        coder.feed(ms, opus, true);
      },
      onLoss: (loss) => {
        sink.lost?.(loss);
      },
    });
  }

  #openCoder(coding: Coding): Coder {
    const { coders } = this.#options;
    if (coders === null) throw new Error(`${coding.name} needs ffmpeg`);
    const coder = new Coder(coders, coding, this.#emit);
    this.#coders.push(coder);
    return coder;
  }
}
