import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import type { RecordingFormat } from '../domain/recording/formats.ts';
import { startRtmpServer } from '../engine/ingest/rtmp/server.ts';
import { createRecorders } from '../engine/record/recorders.ts';
import { roomText } from '../domain/room/room-key.ts';
import { automaticRules } from '../engine/rooms/recording-rules.ts';

export interface RecordedOfRoom {
  readonly room: string;
  readonly format: RecordingFormat;
  /** Of the file, or of the playlist. */
  readonly path: string;
}

// The engine's way from the socket to the disk: every stream into the formats asked for. Nobody is asked for a signature
// and nobody is told about files, since neither has a share in the work for each packet; at the end `recorded.json` says
// which file holds which room. A message is answered with how late the event loop was since the one before.
const folder = process.argv[2]!;
const formats = process.argv[3]!.split(',') as RecordingFormat[];
const recorded: RecordedOfRoom[] = [];
/** The histogram holds the time from one tick of this length to the next; what goes beyond it is delay. */
const tickMs = 5;
const loopDelay = monitorEventLoopDelay({ resolution: tickMs });
const log = pino({ level: 'warn' }, pino.destination(2));
const recorders = createRecorders({
  mediaFolder: join(folder, 'media'),
  journalFolder: join(folder, 'journal'),
  listener: {
    started: () => undefined,
    fileClosed: ({ context }, { format, path }) => {
      recorded.push({ room: roomText(context.room), format, path: join(folder, 'media', path) });
      return Promise.resolve();
    },
    paused: () => undefined,
    resumed: () => undefined,
    warned: () => undefined,
    ended: () => Promise.resolve(),
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
      formats,
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
    return Promise.resolve({ accepted: true, sink, onKick: () => undefined, mayWait: () => true });
  },
});
process.send?.({ port: server.port });
process.on('message', () => {
  const ms = (nanoseconds: number): number => Math.max(0, Number((nanoseconds / 1e6 - tickMs).toFixed(1)));
  loopDelay.enable();
  process.send?.({
    p50Ms: ms(loopDelay.percentile(50)),
    p99Ms: ms(loopDelay.percentile(99)),
    maxMs: ms(loopDelay.max),
  });
  loopDelay.reset();
});
process.on('disconnect', () => {
  void server
    .close()
    .then(() => recorders.close())
    .then(() => {
      writeFileSync(join(folder, 'recorded.json'), JSON.stringify(recorded));
    })
    .then(() => process.exit(0));
});
