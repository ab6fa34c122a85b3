import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { startRtmpServer } from '../engine/ingest/rtmp/server.ts';
import { createRecorders } from '../engine/record/recorders.ts';
import { automaticRules } from '../engine/rooms/recording-rules.ts';

// The engine's way from the socket to the disk: every stream into HLS and MP4. Nobody is asked for a signature and nobody
// is told about files, since neither has a share in the work for each packet.
const folder = process.argv[2]!;
const log = pino({ level: 'warn' }, pino.destination(2));
const recorders = createRecorders({
  mediaFolder: join(folder, 'media'),
  journalFolder: join(folder, 'journal'),
  listener: {
    started: () => undefined,
    fileClosed: () => Promise.resolve(),
    paused: () => undefined,
    resumed: () => undefined,
    warned: () => undefined,
    ended: () => undefined,
    failed: (_plan, format, reason) => {
      log.error({ format, reason }, 'a recording failed');
    },
  },
  log,
});
const server = await startRtmpServer({
  host: '127.0.0.1',
  port: 0,
  log,
  gate: ({ sdkAppId, room, userId }) => {
    const sessionId = randomUUID();
    const sink = recorders.record({
      sessionId,
      formats: ['hls', 'mp4'],
      rules: automaticRules,
      context: {
        sdkAppId,
        room,
        userId,
        streamType: 'main',
        streamId: sessionId,
        pushSequence: sessionId,
        nameHead: sessionId,
        streamParam: null,
      },
    });
    return Promise.resolve({ accepted: true, sink, onKick: () => undefined });
  },
});
process.send?.({ port: server.port });
process.on('disconnect', () => {
  void server
    .close()
    .then(() => recorders.close())
    .then(() => process.exit(0));
});
