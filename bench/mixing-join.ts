import { execFileSync } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { pino } from 'pino';
import { gridLayout } from '../domain/mixing/layout.ts';
import {
  flvTagTypes,
  FlvStreamReader,
  printFlvHeader,
  printFlvTag,
  type FlvTag,
} from '../engine/containers/flv-stream.ts';
import { startRtmpServer } from '../engine/ingest/rtmp/server.ts';
import type { MediaPacket } from '../engine/ingest/media-packet.ts';
import { startMix } from '../engine/mix/mix.ts';
import { findProgram } from '../engine/process/find-program.ts';
import { createProcessRoom } from '../engine/process/process-room.ts';
import type { Bench } from './bench.ts';
import { mixEncode, placesOf } from './mixing-form.ts';
import { openPublisher, type Publisher } from './publisher.ts';

const joins = 12;
const stayMs = 1500;
const others = 2;
/** Streams send a packet of sound every 21 ms; this is how exactly a sender keeps to its clock. */
const sendEveryMs = 5;

/** How long whoever joins a running mix is waited for. */
export const mixingJoin: Bench = {
  name: 'mixing-join',
  question: `How long is it from the first key frame that a publisher sends by RTMP to the first picture of the mix, coded and out, that shows it, for a third one in a grid?`,
  async run() {
    const dark = makeTags('lutyuv=y=16+val/4');
    const bright = makeTags('lutyuv=y=160+val/4');
    const log = pino({ level: 'warn' }, pino.destination(2));
    const processes = createProcessRoom({ log });
    const mix = startMix({
      ...{ encode: mixEncode, layout: gridLayout, processes, log },
      ffmpegPath: (await findProgram('ffmpeg', null))!,
    });
    const out: { readonly packet: MediaPacket; readonly atMs: number }[] = [];
    mix.output.subscribe({
      packet: (packet) => {
        if (packet.kind === 'video') out.push({ packet, atMs: performance.now() });
      },
      end: () => undefined,
    });
    const server = await startRtmpServer({
      ...{ host: '127.0.0.1', port: 0, log },
      gate: ({ userId }) =>
        Promise.resolve({
          accepted: true,
          sink: mix.addInput(userId, { userId, streamType: 'main' }),
          onKick: () => undefined,
        }),
    });
    const join = (userId: string, tags: readonly FlvTag[]) => startSender(server.port, userId, tags);
    try {
      const staying = [];
      for (let user = 0; user < others; user += 1) staying.push(await join(`user${user}`, dark));
      await after(3000);
      const sentAt: number[] = [];
      for (let round = 0; round < joins; round += 1) {
        const sender = await join('joining', bright);
        sentAt.push(sender.firstSentMs);
        await after(stayMs);
        sender.stop();
        await after(stayMs);
      }
      for (const sender of staying) sender.stop();
      await mix.stop();
      return report(sentAt, brightTimes(out));
    } finally {
      await server.close();
      await mix.stop();
      await processes.close();
    }
  },
};

/** Six seconds of a moving test picture of 720p15 with B-frames, and sound, made so dark or bright. */
function makeTags(brightness: string): readonly FlvTag[] {
  const flv = execFileSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=15:d=6,${brightness}`],
      ...['-f', 'lavfi', '-i', 'anoisesrc=r=48000:a=0.1:d=6', '-c:v', 'libx264', '-profile:v', 'main'],
      ...[
        '-preset',
        'veryfast',
        '-pix_fmt',
        'yuv420p',
        '-g',
        '30',
        '-b:v',
        '936k',
        '-c:a',
        'aac',
        '-b:a',
        '64k',
      ],
      ...['-f', 'flv', 'pipe:1'],
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  const tags: FlvTag[] = [];
  new FlvStreamReader((tag) => tags.push(tag)).push(flv);
  return tags;
}

interface Sender {
  readonly firstSentMs: number;
  stop(): void;
}

/** Publishes by RTMP at the stream's own pace, again and again; answers once the first key frame is sent. */
async function startSender(port: number, userId: string, tags: readonly FlvTag[]): Promise<Sender> {
  const key = `bench?sdkappid=1400000123&userid=${userId}&usersig=unused`;
  const publisher: Publisher = await openPublisher({ protocol: 'rtmp', port, key }, () => undefined);
  const lengthMs = 6000;
  const startedAt = performance.now();
  let next = 0;
  let baseMs = 0;
  const send = (): void => {
    const nowMs = performance.now() - startedAt;
    for (;;) {
      const tag = tags[next]!;
      if (baseMs + tag.timestampMs > nowMs) return;
      // What ends an FLV file would end the stream.
      if (!(tag.type === flvTagTypes.video && tag.body[1] === 2)) publisher.send([tag], baseMs);
      next += 1;
      if (next < tags.length) continue;
      next = 0;
      baseMs += lengthMs;
    }
  };
  send();
  const timer = setInterval(send, sendEveryMs);
  return {
    firstSentMs: startedAt,
    stop() {
      clearInterval(timer);
      publisher.close();
    },
  };
}

/** When each picture of the mix came out in which the third place is bright. */
function brightTimes(
  out: readonly { readonly packet: MediaPacket; readonly atMs: number }[],
): readonly number[] {
  const { x, y, width, height } = placesOf(others + 1)[others]!.rect;
  const flv = [
    printFlvHeader({ video: true, audio: false }),
    ...out.flatMap(({ packet: { timestampMs, payload } }) =>
      printFlvTag({ type: flvTagTypes.video, timestampMs, body: payload }),
    ),
  ];
  const means = execFileSync(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-f', 'flv', '-i', 'pipe:0', '-fps_mode', 'passthrough', '-vf'],
      `crop=${width}:${height}:${x}:${y},scale=1:1:flags=area,format=gray`,
      ...['-f', 'rawvideo', 'pipe:1'],
    ],
    { input: Buffer.concat(flv), maxBuffer: 64 * 1024 * 1024 },
  );
  const pictures = out.filter(({ packet }) => packet.payload[1] === 1);
  if (means.length !== pictures.length)
    throw new Error(`${means.length} pictures of ${pictures.length} were decoded`);
  return pictures.filter((_, index) => means[index]! > 150).map(({ atMs }) => atMs);
}

function report(sentAt: readonly number[], bright: readonly number[]) {
  const waits = sentAt.map((sent, index) => {
    const seen = bright.find((at) => at > sent);
    if (seen === undefined || seen > (sentAt[index + 1] ?? Infinity))
      throw new Error('a join was never seen');
    return Math.round(seen - sent);
  });
  const sorted = waits.toSorted((one, other) => one - other);
  const [median, worst] = [sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
  return {
    summary: [`${joins} joins: seen after ${median} ms in the middle, after ${worst} ms at worst`],
    figures: { joins, waits, median, worst },
  };
}
