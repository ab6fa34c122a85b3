import { pino } from 'pino';
import { gridLayout } from '../domain/mixing/layout.ts';
import type { MediaPacket } from '../engine/ingest/media-packet.ts';
import { startMix } from '../engine/mix/mix.ts';
import { createProcessRoom } from '../engine/process/process-room.ts';
import { findProgram } from '../engine/process/find-program.ts';
import { mixEncode } from './mixing-form.ts';
import { readSourceFlv } from './source-stream.ts';

// One mix of so many inputs, each of which is sent the same stream again and again at its own pace. It says when everything
// was given to it, and how many pictures have come out when it is asked.
const [flv, inputs] = [process.argv[2]!, Number(process.argv[3])];
const log = pino({ level: 'warn' }, pino.destination(2));
const processes = createProcessRoom({ log });
const ffmpegPath = (await findProgram('ffmpeg', null))!;
const mix = startMix({ encode: mixEncode, layout: gridLayout, ffmpegPath, processes, log });
let pictures = 0;
mix.output.subscribe({
  packet: ({ kind }) => {
    if (kind === 'video') pictures += 1;
  },
  end: () => undefined,
});

const source = readSourceFlv(flv);
const kindOf = (type: number): MediaPacket['kind'] =>
  type === 9 ? 'video' : type === 8 ? 'audio' : 'metadata';
const sinks = Array.from({ length: inputs }, (_, index) =>
  mix.addInput(`user${index}`, { userId: `user${index}`, streamType: 'main' }),
);
const send = (packet: MediaPacket): void => {
  for (const sink of sinks) sink.packet(packet);
};
for (const { type, body } of source.head) send({ kind: kindOf(type), timestampMs: 0, payload: body });
const startedAt = performance.now();
let next = 0;
let baseMs = 0;
setInterval(() => {
  const nowMs = performance.now() - startedAt;
  for (;;) {
    const tag = source.loop[next]!;
    if (baseMs + tag.timestampMs > nowMs) break;
    send({ kind: kindOf(tag.type), timestampMs: baseMs + tag.timestampMs, payload: tag.body });
    next += 1;
    if (next < source.loop.length) continue;
    next = 0;
    baseMs += source.loopMs;
  }
}, 10);
process.send?.({ ready: true });
process.on('message', () => process.send?.({ pictures }));
process.on('disconnect', () => {
  void mix
    .stop()
    .then(() => processes.close())
    .then(() => process.exit(0));
});
