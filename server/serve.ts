import { pino } from 'pino';
import { startServer } from './compose.ts';
import type { Server, ServerPace } from './compose.ts';
import { readServerConfig } from './config.ts';

/**
 * Makes this process a server: the parent sends `{type: 'config', config}` once and is answered `ready` with the ports, or
 * `failed` with the reason. It ends on SIGTERM, and when the parent is gone.
 */
export function serveServer(pace: Partial<ServerPace> = {}): void {
  let server: Promise<Server> | null = null;
  let ending = false;

  const start = async (config: unknown): Promise<Server> => {
    const checked = readServerConfig(config);
    return startServer(checked, pino({ name: 'server', level: checked.logLevel }), pace);
  };

  const end = (): void => {
    if (ending) return;
    ending = true;
    void (async () => {
      await (await server)?.close();
    })().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`the server did not close cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };

  process.on('message', (message: unknown) => {
    if (server !== null || typeof message !== 'object' || message === null) return;
    const { type, config } = message as { readonly type?: unknown; readonly config?: unknown };
    if (type !== 'config') return;
    server = start(config);
    server.then(
      ({ port }) => process.send?.({ type: 'ready', ports: { http: port } }),
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
