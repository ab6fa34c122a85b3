import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Log } from './log.ts';

/** Each resolves when its part can be reached and rejects when not. */
export interface HealthChecks {
  readonly database: () => Promise<unknown>;
  readonly provider: () => Promise<unknown>;
}

type Verdicts = Readonly<Record<keyof HealthChecks, 'ok' | 'failed'>>;

/** Anybody may ask, so the parts are asked no more often than this. */
const freshMs = 2_000;
const patienceMs = 3_000;

/** /healthz: the process answers. /readyz: the database and the provider answer too; 503 with which one does not. */
export function registerHealth(app: FastifyInstance, checks: HealthChecks, log: Log): void {
  let last: { readonly at: number; readonly verdicts: Promise<Verdicts> } | null = null;

  const verdict = async (name: keyof HealthChecks): Promise<'ok' | 'failed'> => {
    const late = new AbortController();
    const lateness = delay(patienceMs, null, { signal: late.signal }).then(
      () => {
        throw new Error(`no answer within ${patienceMs / 1000} s`);
      },
      // The check was faster.
      () => undefined,
    );
    try {
      await Promise.race([checks[name](), lateness]);
      return 'ok';
    } catch (error) {
      log.warn({ err: error, part: name }, 'not ready');
      return 'failed';
    } finally {
      late.abort();
    }
  };

  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const now = performance.now();
    if (last === null || now - last.at > freshMs) {
      const both = Promise.all([verdict('database'), verdict('provider')]);
      last = { at: now, verdicts: both.then(([database, provider]) => ({ database, provider })) };
    }
    const verdicts = await last.verdicts;
    const isReady = verdicts.database === 'ok' && verdicts.provider === 'ok';
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', ...verdicts });
  });
}
