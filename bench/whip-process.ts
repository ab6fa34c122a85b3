import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify from 'fastify';
import { pino } from 'pino';
import { registerWhip } from '../engine/ingest/whip/whip-http.ts';
import { openWhipSessions } from '../engine/ingest/whip/whip-sessions.ts';
import { findProgram } from '../engine/process/find-program.ts';
import { createProcessRoom } from '../engine/process/process-room.ts';
import { createRecorders } from '../engine/record/recorders.ts';
import { automaticRules } from '../engine/rooms/recording-rules.ts';

export interface WhipRecorded {
  readonly files: number;
  readonly pictures: number;
  /** Told losses and failures. */
  readonly faults: readonly string[];
}

// The engine's way from a browser's datagrams to the disk, sound coded anew. Nobody is asked for a signature; a message is
// answered once every publisher has gone and its files are made.
const folder = process.argv[2]!;
const log = pino({ level: 'warn' }, pino.destination(2));
const faults: string[] = [];
let [files, pictures] = [0, 0];
const recorders = createRecorders({
  mediaFolder: join(folder, 'media'),
  journalFolder: join(folder, 'journal'),
  listener: {
    started: () => undefined,
    fileClosed: (_plan, { video }) => {
      files += 1;
      pictures += video?.frames ?? 0;
      return Promise.resolve();
    },
    paused: () => undefined,
    resumed: () => undefined,
    warned: () => undefined,
    ended: () => Promise.resolve(),
    failed: (_plan, format, reason) => faults.push(`${format}: ${reason}`),
  },
  log,
});
const ffmpegPath = await findProgram('ffmpeg', null);
if (ffmpegPath === null) throw new Error('ffmpeg is needed');
const processes = createProcessRoom({ log });
const sessions = await openWhipSessions({
  host: '127.0.0.1',
  ports: { first: 0, last: 0 },
  announced: [],
  coders: { ffmpegPath, processes, log, clock: Date.now },
  ...{ log, clock: Date.now },
  gate: ({ sdkAppId, room, userId }) => {
    const sessionId = randomUUID();
    const recording = recorders.record({
      sessionId,
      formats: ['hls', 'mp4'],
      rules: automaticRules,
      context: {
        ...{ sdkAppId, room, userId, streamType: 'main', streamId: sessionId },
        ...{ pushSequence: sessionId, nameHead: sessionId, streamParam: null },
      },
    });
    const sink = {
      packet: recording.packet.bind(recording),
      end: recording.end.bind(recording),
      lost: ({ kind, lostMs }: { readonly kind: string; readonly lostMs: number }) =>
        faults.push(`${userId}: ${lostMs.toFixed(0)} ms of ${kind} lost`),
    };
    return Promise.resolve({ accepted: true, sink, onKick: () => undefined });
  },
});
const app = fastify();
registerWhip(app, { sessions, publicUrl: null });
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ port: (app.server.address() as AddressInfo).port });
process.on('message', () => {
  void (async () => {
    await sessions.close();
    await recorders.close();
    process.send?.({ files, pictures, faults } satisfies WhipRecorded);
  })();
});
process.on('disconnect', () => {
  void processes.close().then(() => process.exit(0));
});
