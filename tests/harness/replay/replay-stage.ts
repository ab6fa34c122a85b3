import { cpSync, openSync, closeSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startChild, type Child } from '../../../cli/child.ts';
import { findFreePort } from '../../../cli/free-port.ts';
import { openClients, type TencentClients } from '../../../server/adapters/tencent/clients.ts';
import { startEngineProcess, testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { testServerConfig } from '../../support/house.ts';
import type { Delivery } from './plan-replay.ts';
import type { RecordedDay } from './record-day.ts';

/** One run: the day's engine, awake again with all that it knows, and a server that knows nothing yet. */
export interface ReplayStage {
  readonly clients: TencentClients;
  /** As the owner of everything. */
  readonly sql: postgres.Sql;
  readonly kills: number;
  /** Starts the server at a time at which its clock then stands; one that runs is killed. */
  enter(at: Date): Promise<void>;
  /** Sends a callback until it is answered 200, whatever happens to the server meanwhile. */
  deliver(delivery: Delivery): Promise<void>;
  /** SIGKILL, and a new process at the same time of day. */
  kill(): Promise<void>;
  /** The last lines that the server logged. */
  lastWords(): string;
  close(): Promise<void>;
}

const sweepMinutes = 15;
const entry = fileURLToPath(new URL('../fixtures/dated-server.ts', import.meta.url));

export async function openReplayStage(day: RecordedDay, name: string): Promise<ReplayStage> {
  const folder = path.join(path.dirname(day.folder), name);
  const database = await eventually('nobody is in the day’s database', () =>
    day.database.copy().catch(() => null),
  );
  cpSync(day.folder, folder, { recursive: true });
  const { httpPort, rtmpPort } = day.engineConfig;
  const engine = await startEngineProcess({
    ...{ ...day.engineConfig, databaseUrl: database.engineUrl },
    ...{ mediaFolder: path.join(folder, 'media'), journalFolder: path.join(folder, 'journal') },
  });
  const port = await findFreePort('127.0.0.1');
  const config = testServerConfig({
    ...{ databaseUrl: database.serverUrl, port, enginePort: httpPort, rtmpPort },
    ...{ formats: day.engineConfig.application.formats, shelf: { sweepMinutes } },
  });
  const endpoint = `127.0.0.1:${String(httpPort)}/api`;
  const clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  const logFile = path.join(folder, 'server.log');
  const log = openSync(logFile, 'a');
  let server: Child | null = null;
  let now = day.endedAt;
  let restarting: Promise<void> | null = null;
  const underway = new Set<Promise<void>>();

  const start = async (): Promise<void> => {
    const args = [now.toISOString()];
    server = await startChild({ name: 'server', entry, args, config, output: log, outputName: logFile });
  };
  const stage: ReplayStage & { kills: number } = {
    ...{ clients, sql, kills: 0 },
    async enter(at) {
      await Promise.all(underway);
      if (server !== null) {
        process.kill(server.pid, 'SIGKILL');
        await server.ended;
      }
      now = at;
      await start();
    },
    async deliver({ callback, killAfterMs }) {
      if (killAfterMs !== null) {
        const killing = delay(killAfterMs).then(() => stage.kill());
        underway.add(killing);
        void killing.finally(() => underway.delete(killing)).catch(() => undefined);
      }
      const { path: door, headers, body } = callback;
      await eventually(
        `the server takes ${body.toString('utf8')}`,
        async () => {
          const answer = await fetch(`http://127.0.0.1:${String(port)}${door}`, {
            method: 'POST',
            headers,
            body,
          }).catch(() => null);
          const isTaken = answer?.status === 200;
          if (!isTaken) await delay(100);
          return isTaken;
        },
        90_000,
      );
    },
    async kill() {
      // Two that fall together are one.
      restarting ??= (async () => {
        process.kill(server!.pid, 'SIGKILL');
        await server!.ended;
        stage.kills += 1;
        await start();
      })().finally(() => {
        restarting = null;
      });
      await restarting;
    },
    lastWords: () => readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n'),
    async close() {
      await Promise.allSettled(underway);
      await server?.stop();
      closeSync(log);
      await sql.end({ timeout: 5 });
      clients.close();
      await engine.stop();
      await database.close();
    },
  };
  return stage;
}
