import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort, isFree } from '../free-port.ts';
import type { Running } from '../running.ts';
import { chooseAccount, type Account } from './account.ts';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { endOrphan, readPostmasterFile, stopPostmaster } from './postmaster.ts';

export interface EmbeddedPostgres extends Running {
  /** Address of the cluster's owner, database `postgres`. */
  readonly adminUrl: string;
  readonly port: number;
}

const ADMIN = 'roomtape';
const HOST = '127.0.0.1';

/**
 * Starts the PostgreSQL 18 that npm brought, on a cluster below `folder`, made at the first start. fsync stays on. It
 * listens on 127.0.0.1 only, with passwords, and on no unix socket (their path may be 107 bytes at most). The port is
 * a free one and is kept for the next start, so that a psql in a terminal finds it again. The process is in a group
 * of its own: Ctrl-C in a terminal must not end the database before those who write to it. `options.port` insists on a
 * port: a restart must be found where the first start was.
 */
export async function startEmbedded(
  folder: string,
  password: string,
  options: { readonly port?: number } = {},
): Promise<EmbeddedPostgres> {
  const binaries = findBinaries();
  const base = path.resolve(folder);
  const cluster = path.join(base, 'cluster');
  mkdirSync(base, { recursive: true });
  const account = chooseAccount([base, binaries.postgres]);
  await endOrphan(cluster);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) initialise(binaries, account, cluster, password);

  const portFile = path.join(base, 'port');
  // Another program may take the free port before PostgreSQL does: then the next one is tried.
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await choosePort(portFile));
    try {
      const child = await launch(binaries, account, cluster, port);
      writeFileSync(portFile, `${port}\n`);
      return describe(child, port, password);
    } catch (error) {
      const taken = String(error).includes('Address already in use');
      if (!taken || options.port !== undefined || attempt === 3) throw error;
    }
  }
}

function describe(child: ChildProcess, port: number, password: string): EmbeddedPostgres {
  const pid = child.pid!;
  const ended = new Promise<string>((resolve) => {
    const settle = (): void => {
      resolve(
        child.signalCode === null
          ? `ended with code ${child.exitCode ?? 0}`
          : `was killed by ${child.signalCode}`,
      );
    };
    if (child.exitCode !== null || child.signalCode !== null) settle();
    else child.once('exit', settle);
  });
  return {
    adminUrl: `postgres://${ADMIN}:${encodeURIComponent(password)}@${HOST}:${port}/postgres`,
    port,
    pid,
    ended,
    async stop() {
      await stopPostmaster(pid);
      await ended;
    },
  };
}

/** A cluster is made beside its place and moved there: a start that is killed half way leaves nothing that looks whole. */
function initialise(binaries: PostgresBinaries, account: Account, cluster: string, password: string): void {
  const unfinished = `${cluster}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const secret = mkdtempSync(path.join(tmpdir(), 'roomtape-'));
  const passwordFile = path.join(secret, 'password');
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account.owner !== null) {
      for (const place of [unfinished, secret, passwordFile])
        chownSync(place, account.owner.uid, account.owner.gid);
    }
    const { command, args, ...identity } = account.launch(binaries.initdb, [
      ...[
        '-D',
        unfinished,
        '-U',
        ADMIN,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      // The C library's word on what a letter is still counts for trigrams: plain C would know no Korean.
      ...['--locale=C', `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`],
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`],
    ]);
    const made = spawnSync(command, args, { ...identity, cwd: '/', encoding: 'utf8', env: {} });
    if (made.status !== 0)
      throw new Error(
        `PostgreSQL could not make its cluster in ${cluster}: ${made.error?.message ?? made.stderr}`,
      );
    renameSync(unfinished, cluster);
  } finally {
    rmSync(secret, { recursive: true, force: true });
  }
}

async function launch(
  binaries: PostgresBinaries,
  account: Account,
  cluster: string,
  port: number,
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: HOST,
    unix_socket_directories: '',
    // Small enough for a laptop; the media never pass through the database.
    shared_buffers: '32MB',
    max_connections: '100',
    log_min_messages: 'warning',
  };
  const { command, args, ...identity } = account.launch(binaries.postgres, [
    ...['-D', cluster, '-p', String(port)],
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]);
  // A file and not a pipe: a pipe ends with the supervisor, and PostgreSQL would then die of its first warning.
  const logFile = path.join(path.dirname(cluster), 'postgres.log');
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(command, args, {
    ...identity,
    cwd: '/',
    detached: true,
    env: {},
    stdio: ['ignore', 'ignore', log],
  });
  closeSync(log);
  const end = new Promise<'ended'>((resolve) => {
    for (const event of ['error', 'exit']) {
      child.once(event, () => {
        resolve('ended');
      });
    }
  });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const state = readPostmasterFile(cluster);
    if (state !== null && state.pid === child.pid && state.status === 'ready') return child;
    if ((await Promise.race([end, delay(20)])) === 'ended') {
      throw new Error(`PostgreSQL did not start: ${readFileSync(logFile, 'utf8').trim() || command}`);
    }
  }
  child.kill('SIGQUIT');
  throw new Error(`PostgreSQL was not ready within a minute: ${readFileSync(logFile, 'utf8').trim()}`);
}

async function choosePort(file: string): Promise<number> {
  const remembered = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const usable = Number.isInteger(remembered) && remembered > 1023 && remembered < 65536;
  return usable && (await isFree(HOST, remembered)) ? remembered : findFreePort(HOST);
}
