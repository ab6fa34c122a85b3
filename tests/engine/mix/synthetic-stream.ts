import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  flvTagTypes,
  FlvStreamReader,
  printFlvHeader,
  printFlvTag,
} from '../../../engine/containers/flv-stream.ts';
import type { MediaPacket, PacketSink } from '../../../engine/ingest/media-packet.ts';

const run = promisify(execFile);

export interface SyntheticStream {
  readonly color?: string;
  readonly beepHz?: number;
  readonly seconds: number;
  readonly size?: string;
  readonly frameRate?: number;
  readonly bFrames?: number;
  /** Default true; a colour that does not flash is the same in every frame. */
  readonly flashes?: boolean;
}

/**
 * A stream made by ffmpeg: a plain colour that flashes white, and a tone that sounds, together for the first 100 ms of every
 * second. Without a colour (or a tone) it has no picture (or no sound). Key frames every 2 s.
 */
export async function makeStream(stream: SyntheticStream): Promise<MediaPacket[]> {
  const { color, beepHz, seconds, size = '640x360', frameRate = 15, bFrames = 0, flashes = true } = stream;
  const args = ['-hide_banner', '-loglevel', 'error', '-nostdin'];
  if (color !== undefined) {
    const source = `color=c=${color}:s=${size}:r=${frameRate}:d=${seconds}`;
    const flash = ",drawbox=color=white:t=fill:enable='lt(mod(t,1),0.1)'";
    args.push('-f', 'lavfi', '-i', flashes ? source + flash : source);
  }
  if (beepHz !== undefined) {
    const tone = `aevalsrc=exprs='0.5*sin(2*PI*${beepHz}*t)*lt(mod(t\\,1)\\,0.1)':s=48000:d=${seconds}`;
    args.push('-f', 'lavfi', '-i', tone);
  }
  if (color !== undefined) {
    args.push('-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', String(2 * frameRate));
    args.push('-bf', String(bFrames), '-sc_threshold', '0');
  }
  if (beepHz !== undefined) args.push('-c:a', 'aac', '-b:a', '64k', '-ac', '2');
  args.push('-f', 'flv', 'pipe:1');
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
  return readPackets(stdout);
}

export function readPackets(flv: Buffer): MediaPacket[] {
  const packets: MediaPacket[] = [];
  new FlvStreamReader(({ type, timestampMs, body }) => {
    const kind = type === flvTagTypes.video ? 'video' : type === flvTagTypes.audio ? 'audio' : 'metadata';
    packets.push({ kind, timestampMs, payload: body });
  }).push(flv);
  return packets;
}

export function printPackets(packets: readonly MediaPacket[]): Buffer {
  const types = { video: flvTagTypes.video, audio: flvTagTypes.audio, metadata: flvTagTypes.script };
  return Buffer.concat([
    printFlvHeader({ video: true, audio: true }),
    ...packets.flatMap(({ kind, timestampMs, payload }) =>
      printFlvTag({ type: types[kind], timestampMs, body: payload }),
    ),
  ]);
}

/** Sends packets into a sink at their own pace, as a publisher would; resolves when the last is sent. */
export async function publish(
  packets: readonly MediaPacket[],
  sink: PacketSink,
  signal?: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  let next = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now() - startedAt;
      while (next < packets.length && packets[next]!.timestampMs <= now) sink.packet(packets[next++]!);
      if (next < packets.length && signal?.aborted !== true) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
}

/** Keeps everything that comes out of a mix. */
export class CollectingSink implements PacketSink {
  readonly packets: MediaPacket[] = [];
  ends = 0;
  private readonly watchers = new Set<() => void>();

  packet(packet: MediaPacket): void {
    this.packets.push(packet);
    for (const watch of this.watchers) watch();
  }

  end(): void {
    this.ends += 1;
    for (const watch of this.watchers) watch();
  }

  /** Resolves once the condition holds for what has come so far; looks again at every packet. */
  async until(condition: (sink: CollectingSink) => boolean, deadlineMs = 15_000): Promise<void> {
    if (condition(this)) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.watchers.delete(watch);
        reject(new Error(`the mix did not get there within ${deadlineMs} ms`));
      }, deadlineMs);
      const watch = (): void => {
        if (!condition(this)) return;
        clearTimeout(timer);
        this.watchers.delete(watch);
        resolve();
      };
      this.watchers.add(watch);
    });
  }

  /** The time of the last picture. */
  get videoMs(): number {
    return (
      this.packets.findLast(({ kind, payload }) => kind === 'video' && payload[1] === 1)?.timestampMs ?? -1
    );
  }
}
