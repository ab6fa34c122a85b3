import { pino } from 'pino';
import { startEngine } from './compose.ts';
import type { RetrySchedule } from './cloud/callbacks/schedule.ts';
import type { Engine } from './compose.ts';
import { readEngineConfig } from './config.ts';

/**
 * Makes this process an engine: the parent sends `{type: 'config', config}` once and is answered `ready` with the ports,
 * or `failed` with the reason. It ends on SIGTERM, and when the parent is gone. The callbacks' schedules are the vendor's
 * unless others are given.
 */
export function serveEngine(schedules?: Readonly<Record<'css' | 'trtc', RetrySchedule>>): void {
  let engine: Promise<Engine> | null = null;
  let ending = false;

  const start = async (config: unknown): Promise<Engine> => {
    const checked = readEngineConfig(config);
    return startEngine(checked, pino({ name: 'engine', level: checked.logLevel }), schedules);
  };

  const end = (): void => {
    if (ending) return;
    ending = true;
    void (async () => {
      await (await engine)?.close();
    })().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`the engine did not close cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };

  process.on('message', (message: unknown) => {
    if (engine !== null || typeof message !== 'object' || message === null) return;
    const { type, config } = message as { readonly type?: unknown; readonly config?: unknown };
    if (type !== 'config') return;
    engine = start(config);
    engine.then(
      ({ ports }) => process.send?.({ type: 'ready', ports }),
      (error: unknown) => {
        const said = { type: 'failed', message: error instanceof Error ? error.message : String(error) };
        process.send?.(said, () => process.exit(1));
      },
    );
  });
  process.on('disconnect', end);
  process.on('SIGTERM', end);
  // The supervisor decides when the house ends, not the key that reaches every process of a terminal.
  process.on('SIGINT', () => undefined);
}
