import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads at /metrics. A registry of its own, so that two servers in one process do not meet. */
export interface Metrics {
  operation(kind: string, outcome: 'ok' | 'error', seconds: number): void;
  subscriptionOpened(transport: 'ws' | 'sse'): void;
  subscriptionClosed(transport: 'ws' | 'sse'): void;
  /** `marks` are counted by the database when somebody asks, so that a restart forgets none. */
  print(marks: readonly MarkCount[]): Promise<{ readonly contentType: string; readonly text: string }>;
}

interface MarkCount {
  readonly code: string;
  readonly level: string;
  readonly open: boolean;
  readonly count: number;
}

export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'roomtape_graphql_operation_seconds',
    help: 'How long GraphQL operations took over HTTP, in seconds.',
    labelNames: ['kind', 'outcome'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const opened = new Counter({
    name: 'roomtape_subscriptions_opened_total',
    help: 'Subscriptions opened since the start.',
    labelNames: ['transport'],
    registers: [registry],
  });
  const open = new Gauge({
    name: 'roomtape_subscriptions_open',
    help: 'Subscriptions that are open now.',
    labelNames: ['transport'],
    registers: [registry],
  });
  const quality = new Gauge({
    name: 'roomtape_recording_marks',
    help: 'Quality marks of recordings; open ones last now.',
    labelNames: ['code', 'level', 'open'],
    registers: [registry],
  });
  return {
    operation(kind, outcome, seconds) {
      durations.observe({ kind, outcome }, seconds);
    },
    subscriptionOpened(transport) {
      opened.inc({ transport });
      open.inc({ transport });
    },
    subscriptionClosed(transport) {
      open.dec({ transport });
    },
    async print(marks) {
      quality.reset();
      for (const { code, level, open: isOpen, count } of marks)
        quality.set({ code, level, open: String(isOpen) }, count);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
