import { z } from 'zod';
import { flvTagTypes } from '../engine/containers/flv-stream.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { readSourceFlv } from './source-stream.ts';

/**
 * A process that publishes one stream many times over. It is a process of its own so that its work is not counted among
 * the contender's. Parent → child: `start` (again for more), `count`, `finish`, `stop`; child → parent: `up`, `count`,
 * `finished`.
 */
const startMessage = z.object({
  type: z.literal('start'),
  flv: z.string(),
  protocol: z.enum(['rtmp', 'raw']),
  targets: z.array(z.object({ port: z.number(), key: z.string() })),
});
const order = z.discriminatedUnion('type', [
  startMessage,
  z.object({ type: z.literal('count') }),
  z.object({ type: z.literal('finish') }),
  z.object({ type: z.literal('stop') }),
]);

interface Running {
  readonly key: string;
  readonly publisher: Publisher;
  readonly startedAtMs: number;
  pictures: number;
  sounds: number;
  next: number;
  baseMs: number;
}

const sendEveryMs = 20;
const running: Running[] = [];
let lost = 0;
let timer: NodeJS.Timeout | null = null;

process.on('message', (message) => {
  const parsed = order.parse(message);
  if (parsed.type === 'start') void start(parsed);
  else if (parsed.type === 'count') {
    process.send?.({
      type: 'count',
      sentBytes: running.reduce((sum, { publisher }) => sum + publisher.sentBytes, 0),
      lost,
    });
  } else if (parsed.type === 'finish') {
    // What each stream was sent, whole, and no more of it.
    clearInterval(timer ?? undefined);
    for (const { publisher } of running) publisher.close();
    const streams = running.map(({ key, pictures, sounds }) => ({ key, pictures, sounds }));
    process.send?.({ type: 'finished', lost, streams });
  } else {
    for (const { publisher } of running) publisher.close();
    process.disconnect();
    setTimeout(() => process.exit(0), 500);
  }
});
process.on('disconnect', () => setTimeout(() => process.exit(0), 1000));

async function start({ flv, protocol, targets }: z.infer<typeof startMessage>): Promise<void> {
  const source = readSourceFlv(flv);
  timer ??= setInterval(() => {
    const now = performance.now();
    for (const stream of running) sendDue(stream, now);
  }, sendEveryMs);
  for (const target of targets) {
    try {
      const publisher = await openPublisher({ protocol, ...target }, (reason) => {
        lost += 1;
        process.stderr.write(`a publisher was lost: ${reason}\n`);
      });
      publisher.send(source.head, 0);
      const startedAtMs = performance.now();
      running.push({ publisher, key: target.key, startedAtMs, pictures: 0, sounds: 0, next: 0, baseMs: 0 });
    } catch (error) {
      lost += 1;
      process.stderr.write(`a publisher was refused: ${String(error)}\n`);
    }
  }
  process.send?.({ type: 'up', streams: running.length });

  function sendDue(stream: Running, now: number): void {
    const mediaMs = now - stream.startedAtMs;
    let upTo = stream.next;
    while (upTo < source.loop.length && stream.baseMs + source.loop[upTo]!.timestampMs <= mediaMs) upTo += 1;
    const due = source.loop.slice(stream.next, upTo);
    if (due.length > 0) stream.publisher.send(due, stream.baseMs);
    const pictures = due.filter(({ type }) => type === flvTagTypes.video).length;
    stream.pictures += pictures;
    stream.sounds += due.length - pictures;
    stream.next = upTo;
    if (upTo === source.loop.length) {
      stream.next = 0;
      stream.baseMs += source.loopMs;
    }
  }
}
