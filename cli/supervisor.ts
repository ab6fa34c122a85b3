import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { engineNodeFlags } from '../engine/node-flags.ts';
import { startChild } from './child.ts';
import { engineConfig, reachable, serverConfig, type HouseFacts } from './child-configs.ts';
import { usesTencent, type Config } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase } from './database/database.ts';
import { migrateTenants } from './database/tenants.ts';
import { consoleFolder, programs } from './house-folder.ts';
import { keepRunning, type Kept } from './keep-running.ts';
import { openKeys, openSecrets, type Keys } from './keys.ts';
import { lockFolder } from './lock.ts';
import { settlePorts } from './ports.ts';

export interface SupervisorOptions {
  readonly config: Config;
  /** Sentences for the terminal: what is being done, and what went wrong and was mended. */
  readonly report: (sentence: string) => void;
  /** Log lines of the engine and the server: into our own output, or into files below data/logs. */
  readonly logs: 'output' | 'files';
  /** The programs of the two processes; tests put small ones in their place. Default: those of this house. */
  readonly entries?: { readonly engine: string; readonly server: string };
}

/** The house while it runs. */
export interface House {
  readonly keys: Keys;
  /** The keys were made by this start: they are shown once. */
  readonly keysAreNew: boolean;
  readonly urls: { readonly server: string; readonly engine: string | null; readonly rtmp: string | null };
  readonly dataFolder: string;
  pids(): Record<'postgres' | 'engine' | 'server', number | null>;
  /** Server first, then the engine, the database last: each may still write while it closes. Repeatable. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL, the engine and the server, in that order; resolves when all are ready, and keeps them running. */
export async function startHouse(options: SupervisorOptions): Promise<House> {
  const { config, report } = options;
  const folder = openDataFolder(config.ROOMTAPE_DATA);
  const lock = lockFolder(folder.root);
  // What has been started, in that order; undone backwards, at the end or when a later step fails.
  const undo: (() => Promise<void> | void)[] = [lock.release];
  const unwind = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const ports = await settlePorts(config);
    const { keys, isNew } = openKeys(folder.root, config.ROOMTAPE_SDK_APP_ID);
    const secrets = openSecrets(folder.root);
    const database = await openDatabase({
      url: config.DATABASE_URL,
      folder: folder.postgres,
      secrets: secrets.database,
      report,
    });
    undo.push(() => database.stop());
    await migrateTenants(database.urls);
    const facts: HouseFacts = {
      config,
      folder,
      keys,
      secrets,
      ports,
      databaseUrls: database.urls,
      consoleFolder: consoleFolder(),
    };
    const { engine: engineEntry, server: serverEntry } = options.entries ?? programs();

    const keep = async (
      name: string,
      entry: string,
      childConfig: unknown,
      nodeFlags: readonly string[] = [],
    ): Promise<Kept> => {
      const logFile = path.join(folder.logs, `${name}.log`);
      const output = options.logs === 'output' ? 'inherit' : openSync(logFile, 'a', 0o600);
      if (output !== 'inherit') {
        undo.push(() => {
          closeSync(output);
        });
      }
      const outputName = output === 'inherit' ? 'its log lines' : logFile;
      const kept = await keepRunning({
        name: `The ${name}`,
        report,
        start: () =>
          startChild({ name: `The ${name}`, entry, nodeFlags, config: childConfig, output, outputName }),
      });
      undo.push(() => kept.stop());
      return kept;
    };
    const engine = usesTencent(config)
      ? null
      : await keep('engine', engineEntry, engineConfig(facts), engineNodeFlags);
    const server = await keep('server', serverEntry, serverConfig(facts));
    const here = reachable(config.ROOMTAPE_HOST);
    return {
      keys,
      keysAreNew: isNew,
      dataFolder: folder.root,
      urls: {
        server: `http://${here}:${ports.server}`,
        engine: engine === null ? null : `http://${here}:${ports.engine}`,
        rtmp: engine === null ? null : `rtmp://${here}:${ports.rtmp}/push`,
      },
      pids: () => ({ postgres: database.pid(), engine: engine?.pid() ?? null, server: server.pid() }),
      stop: unwind,
    };
  } catch (error) {
    await unwind();
    throw error;
  }
}
