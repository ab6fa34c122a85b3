import { z } from 'zod';
import { openPublisher, type Publisher } from './publisher.ts';
import { readSourceFlv } from './source-stream.ts';

/**
 * A process that publishes one stream many times over. It is a process of its own so that its work is not counted among
 * the contender's. Parent → child: `start`, `count`, `stop`; child → parent: `up`, `count`, `lost`.
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
  z.object({ type: z.literal('stop') }),
]);

interface Running {
  readonly publisher: Publisher;
  readonly startedAtMs: number;
  next: number;
  baseMs: number;
}

const sendEveryMs = 20;
const running: Running[] = [];
let lost = 0;

process.on('message', (message) => {
  const parsed = order.parse(message);
  if (parsed.type === 'start') void start(parsed);
  else if (parsed.type === 'count') {
    process.send?.({
      type: 'count',
      sentBytes: running.reduce((sum, { publisher }) => sum + publisher.sentBytes, 0),
      lost,
    });
  } else {
    for (const { publisher } of running) publisher.close();
    process.disconnect();
    setTimeout(() => process.exit(0), 500);
  }
});
process.on('disconnect', () => setTimeout(() => process.exit(0), 1000));

async function start({ flv, protocol, targets }: z.infer<typeof startMessage>): Promise<void> {
  const source = readSourceFlv(flv);
  setInterval(() => {
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
      running.push({ publisher, startedAtMs: performance.now(), next: 0, baseMs: 0 });
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
    if (upTo > stream.next) stream.publisher.send(source.loop.slice(stream.next, upTo), stream.baseMs);
    stream.next = upTo;
    if (upTo === source.loop.length) {
      stream.next = 0;
      stream.baseMs += source.loopMs;
    }
  }
}
