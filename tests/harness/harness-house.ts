import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { readConfig } from '../../cli/config.ts';
import { programs } from '../../cli/house-folder.ts';
import { isAlive } from '../../cli/process-table.ts';
import { startHouse, type House } from '../../cli/supervisor.ts';
import { recordingFormats } from '../../domain/recording/formats.ts';
import { makeUserSig } from '../../wire/user-sig.ts';

export const processNames = ['engine', 'server', 'postgres'] as const;
export type ProcessName = (typeof processNames)[number];

/** The house as `npm start` runs it, on free ports and a folder of its own, and what a harness does to it. */
export interface HarnessHouse {
  readonly urls: { readonly server: string; readonly engine: string };
  readonly rtmpPort: number;
  readonly adminKey: string;
  readonly sdkAppId: number;
  readonly folder: string;
  /** As the engine's and the server's own roles. */
  readonly sql: Readonly<Record<'engine' | 'server', postgres.Sql>>;
  pid(name: ProcessName): number | null;
  /** SIGKILL; false when it is being restarted anyway. */
  kill(name: ProcessName): boolean;
  /** The stream key of a publisher with a good signature. */
  keyFor(room: string, userId: string): string;
  ask<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
  /** Stops it, and answers what is wrong with its end: processes that ended by themselves, and any that are left. */
  close(): Promise<readonly string[]>;
}

export interface HarnessHouseOptions {
  readonly folder: string;
  /** What the supervisor would say in the terminal. */
  readonly report: (sentence: string) => void;
  /** Another program as the engine's. */
  readonly engineEntry?: string;
}

export async function openHarnessHouse(options: HarnessHouseOptions): Promise<HarnessHouse> {
  const folder = path.join(options.folder, 'data');
  const config = readConfig({
    ROOMTAPE_DATA: folder,
    ROOMTAPE_PORT: '0',
    ROOMTAPE_ENGINE_PORT: '0',
    ROOMTAPE_RTMP_PORT: '0',
    ROOMTAPE_WHIP_PORTS: '0',
    ROOMTAPE_FORMATS: recordingFormats.join(','),
    ROOMTAPE_LOG_LEVEL: 'info',
  });
  const entries = programs();
  const crashes: string[] = [];
  const house = await startHouse({
    config,
    report: (sentence) => {
      options.report(sentence);
      // A SIGKILL is ours; any other end is the process's own fault.
      if (/ended with code/.test(sentence)) crashes.push(sentence);
    },
    logs: 'files',
    entries: { ...entries, engine: options.engineEntry ?? entries.engine },
  });
  const everStarted = new Set<number>();
  const look = (): void => {
    for (const pid of Object.values(house.pids())) if (pid !== null) everStarted.add(pid);
  };
  const looking = setInterval(look, 100);
  const sql = { engine: connect(folder, 'engine'), server: connect(folder, 'server') };
  const serverUrl = house.urls.server;

  return {
    urls: { server: serverUrl, engine: house.urls.engine! },
    rtmpPort: Number(new URL(house.urls.rtmp!).port),
    adminKey: house.keys.admin,
    sdkAppId: house.keys.application.sdkAppId,
    folder,
    sql,
    pid: (name) => house.pids()[name],
    kill(name) {
      look();
      const pid = house.pids()[name];
      if (pid === null) return false;
      try {
        return process.kill(pid, 'SIGKILL');
      } catch {
        return false;
      }
    },
    keyFor: (room, userId) => signedKey(house, room, userId),
    async ask<T>(query: string, variables = {}) {
      const answer = await fetch(`${serverUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${house.keys.admin}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await answer.json()) as { data?: T; errors?: { message: string }[] };
      if (errors !== undefined) throw new Error(errors[0]?.message ?? 'an error without a message');
      return data!;
    },
    async close() {
      look();
      clearInterval(looking);
      await Promise.all(Object.values(sql).map((connection) => connection.end({ timeout: 2 })));
      await house.stop();
      const said = crashes.length === 0 ? [] : lastWords(folder);
      return [...crashes, ...said, ...(await leftBehind(folder, everStarted))];
    },
  };
}

function signedKey({ keys }: House, room: string, userId: string): string {
  const { sdkAppId, secretKey } = keys.application;
  const claims = { sdkAppId, userId, issuedAt: Math.floor(Date.now() / 1000), lifetimeSeconds: 300 };
  const query = new URLSearchParams({
    sdkappid: String(sdkAppId),
    userid: userId,
    usersig: makeUserSig(claims, secretKey),
  });
  return `${room}?${query.toString()}`;
}

function connect(folder: string, role: 'engine' | 'server'): postgres.Sql {
  const secrets = JSON.parse(readFileSync(path.join(folder, 'secrets.json'), 'utf8')) as {
    database: Record<'engine' | 'server', string>;
  };
  const port = readFileSync(path.join(folder, 'postgres/port'), 'utf8').trim();
  return postgres(`postgres://roomtape_${role}:${secrets.database[role]}@127.0.0.1:${port}/roomtape`, {
    max: 1,
    onnotice: () => undefined,
  });
}

/** What the processes wrote that is no log line: the stack of an error that nobody caught. */
function lastWords(folder: string): readonly string[] {
  return ['engine', 'server'].flatMap((name) => {
    const lines = readFileSync(path.join(folder, 'logs', `${name}.log`), 'utf8').split('\n');
    const words = lines.filter((line) => line.trim() !== '' && !line.startsWith('{'));
    return words.length === 0 ? [] : [`the ${name} wrote: ${words.slice(-20).join(' | ')}`];
  });
}

/** Processes that still run: those that were the house's, and any that names its folder. */
async function leftBehind(folder: string, pids: ReadonlySet<number>): Promise<readonly string[]> {
  // The kernel may take a moment to bury a child of a child.
  for (let look = 0; look < 20 && [...pids].some(isAlive); look += 1) await delay(50);
  const left = [...pids].filter(isAlive).map((pid) => `left running: ${pid} ${commandOf(pid)}`);
  const others = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid && !pids.has(Number(name)))
    .map((name) => `left running: ${name} ${commandOf(Number(name))}`)
    .filter((text) => text.includes(folder));
  return [...left, ...others];
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
