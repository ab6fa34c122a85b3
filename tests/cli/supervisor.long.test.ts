import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../../cli/config.ts';
import { isAlive } from '../../cli/process-table.ts';
import { startHouse, type House } from '../../cli/supervisor.ts';
import { eventually } from '../support/eventually.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const entry = path.join(import.meta.dirname, 'fixtures/house-process.ts');
const entries = { engine: entry, server: entry };
const toClose: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (let close = toClose.pop(); close !== undefined; close = toClose.pop()) await close();
});

function newFolder(): string {
  const folder = openTemporaryFolder();
  toClose.push(() => {
    folder.close();
  });
  return path.join(folder.path, 'data');
}

function configFor(data: string): Config {
  return readConfig({
    ROOMTAPE_DATA: data,
    ROOMTAPE_PORT: '0',
    ROOMTAPE_ENGINE_PORT: '0',
    ROOMTAPE_RTMP_PORT: '0',
    ROOMTAPE_WHIP_PORTS: '0',
  });
}

async function open(data: string, report: (sentence: string) => void = () => undefined): Promise<House> {
  const house = await startHouse({ config: configFor(data), report, logs: 'files', entries });
  toClose.push(() => house.stop());
  return house;
}

function logOf(data: string, name: string): Record<string, unknown>[] {
  const lines = readFileSync(path.join(data, 'logs', `${name}.log`), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** As the server's role, by the port and the password that the data folder keeps. */
function connect(data: string): postgres.Sql {
  const secrets = JSON.parse(readFileSync(path.join(data, 'secrets.json'), 'utf8')) as {
    database: { server: string };
  };
  const port = readFileSync(path.join(data, 'postgres/port'), 'utf8').trim();
  return postgres(`postgres://roomtape_server:${secrets.database.server}@127.0.0.1:${port}/roomtape`, {
    max: 1,
  });
}

describe('The supervisor', () => {
  it('starts PostgreSQL, the engine and the server, and starts again whichever is killed', async () => {
    const said: string[] = [];
    const data = newFolder();
    const house = await open(data, (sentence) => said.push(sentence));
    for (const name of ['engine', 'server', 'postgres'] as const) {
      const before = house.pids()[name]!;
      process.kill(before, 'SIGKILL');
      const after = await eventually(`${name} runs again`, () => {
        const pid = house.pids()[name];
        return pid !== before && pid;
      });
      expect(isAlive(after)).toBe(true);
    }
    expect(said.join('\n')).toContain('The engine was killed by SIGKILL; it is started again.');
    // The database is found where it was: the processes were told its address once.
    const sql = connect(data);
    expect(await sql`select current_user::text as name`).toEqual([{ name: 'roomtape_server' }]);
    await sql.end();
  });

  it('stops the server, then the engine, and the database last', async () => {
    const data = newFolder();
    const house = await open(data);
    const pids = Object.values(house.pids());
    await house.stop();
    const [server, engine] = ['server', 'engine'].map((name) => logOf(data, name).at(-1));
    expect(server).toMatchObject({ closed: 'SIGTERM', database: true });
    expect(engine).toMatchObject({ closed: 'SIGTERM', database: true });
    expect(Number(server?.['atMs'])).toBeLessThan(Number(engine?.['atMs']));
    expect(pids.map((pid) => isAlive(pid!))).toEqual([false, false, false]);
  });

  it('refuses a second start on the same folder, and says who has it', async () => {
    const data = newFolder();
    await open(data);
    await expect(open(data)).rejects.toThrow(`Roomtape already runs on ${data} (process ${process.pid})`);
  });

  it('keeps its keys from others and makes them only once', async () => {
    const data = newFolder();
    const first = await open(data);
    expect(first.keysAreNew).toBe(true);
    await first.stop();
    const second = await open(data);
    expect(second.keysAreNew).toBe(false);
    expect(second.keys).toEqual(first.keys);
    expect(statSync(path.join(data, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(data, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(first.keys.application.sdkAppId).toBe(1400000123);
  });

  it('tells why a process cannot start, and leaves nothing running', async () => {
    const data = newFolder();
    const refusing = path.join(import.meta.dirname, 'fixtures/refusing-process.ts');
    const start = startHouse({
      config: configFor(data),
      report: () => undefined,
      logs: 'files',
      entries: { engine: entry, server: refusing },
    });
    await expect(start).rejects.toThrow('The server cannot start: mediaFolder is not writable');
    expect(logOf(data, 'engine').at(-1)).toMatchObject({ closed: 'SIGTERM' });
    await open(data); // Neither the lock nor the cluster is in the way.
  });

  it('killed with SIGKILL, takes its processes with it; the next start takes over and no row is lost', async () => {
    const data = newFolder();
    const fixture = path.join(import.meta.dirname, 'fixtures/supervisor.ts');
    const supervisor = spawn(process.execPath, ['--import', 'tsx', fixture, data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    toClose.push(() => void supervisor.kill('SIGKILL'));
    const [line] = (await once(createInterface(supervisor.stdout), 'line')) as [string];
    const pids = JSON.parse(line) as { postgres: number; engine: number; server: number };
    const before = connect(data);
    await before`create table kept (id int)`;
    await before`insert into kept values (1)`;
    await before.end();

    supervisor.kill('SIGKILL');
    await eventually('the children are gone', () => !isAlive(pids.engine) && !isAlive(pids.server));
    expect(logOf(data, 'engine').at(-1)).toMatchObject({ closed: 'disconnect' });

    const house = await open(data);
    expect(isAlive(pids.postgres)).toBe(false);
    expect(house.pids().postgres).not.toBe(pids.postgres);
    const after = connect(data);
    expect(await after`select id from kept`).toEqual([{ id: 1 }]);
    await after.end();
  });

  it('runs below a folder that only root may enter', async () => {
    const outer = openTemporaryFolder();
    toClose.push(() => {
      outer.close();
    });
    chmodSync(outer.path, 0o700);
    const house = await open(path.join(outer.path, 'data'));
    expect(isAlive(house.pids().postgres!)).toBe(true);
  });

  it('starts although a file of a dead PostgreSQL names a process that is somebody else’s now', async () => {
    const data = newFolder();
    const first = await open(data);
    await first.stop();
    writeFileSync(
      path.join(data, 'postgres/cluster/postmaster.pid'),
      `${process.pid}\n${data}\n0\n1\n\n\n\nready\n`,
    );
    const second = await open(data);
    expect(isAlive(second.pids().postgres!)).toBe(true);
  });
});
