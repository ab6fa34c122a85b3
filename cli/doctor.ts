import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { describeConfig, usesTencent, type Config } from './config.ts';
import { findBinaries } from './database/binaries.ts';
import { isFree } from './free-port.ts';
import { probeStorage } from '../engine/storage/probe.ts';
import { storageSetting } from './storage-setting.ts';

interface Finding {
  readonly subject: string;
  /** `lacking`: the house runs, but something it can do is missing. */
  readonly state: 'good' | 'lacking' | 'bad';
  readonly sentence: string;
}

const run = promisify(execFile);

/** `roomtape doctor`: looks at everything a start needs, changes nothing, answers whether a start can succeed. */
export async function doctor(config: Config): Promise<boolean> {
  const findings = await Promise.all([
    checkNode(),
    checkProgram(config.ROOMTAPE_FFMPEG ?? 'ffmpeg', 'mixing and the demo need it; recording does not'),
    checkProgram('chromium', 'only the tests need it'),
    checkDatabase(config),
    checkFolder(config),
    checkStorage(config),
    ...(
      [
        'ROOMTAPE_PORT',
        ...(usesTencent(config) ? [] : (['ROOMTAPE_ENGINE_PORT', 'ROOMTAPE_RTMP_PORT'] as const)),
      ] as const
    ).map((name) => checkPort(name, config.ROOMTAPE_HOST, config[name])),
  ]);
  for (const { subject, state, sentence } of findings) {
    console.log(`${{ good: 'ok     ', lacking: 'lacking', bad: 'BAD    ' }[state]} ${subject}: ${sentence}`);
  }
  console.log('\nSettings (environment, default):');
  for (const { name, fallback, sentence } of describeConfig()) {
    console.log(`  ${name}${fallback === '' ? '' : ` (${fallback})`}\n      ${sentence}`);
  }
  return findings.every((finding) => finding.state !== 'bad');
}

function checkNode(): Promise<Finding> {
  return Promise.resolve({ subject: 'Node', state: 'good', sentence: process.versions.node });
}

async function checkProgram(program: string, need: string): Promise<Finding> {
  const flag = program.includes('ffmpeg') ? '-version' : '--version';
  try {
    const { stdout } = await run(program, [flag]);
    return { subject: program, state: 'good', sentence: stdout.split('\n')[0]?.split(' Copyright')[0] ?? '' };
  } catch {
    return { subject: program, state: 'lacking', sentence: `not found; ${need}` };
  }
}

async function checkDatabase(config: Config): Promise<Finding> {
  const subject = 'PostgreSQL';
  if (config.DATABASE_URL === undefined) {
    try {
      const { stdout } = await run(findBinaries().postgres, ['--version']);
      return { subject, state: 'good', sentence: `embedded, ${stdout.trim()}` };
    } catch (error) {
      return { subject, state: 'bad', sentence: error instanceof Error ? error.message : String(error) };
    }
  }
  const sql = postgres(config.DATABASE_URL, { max: 1, connect_timeout: 5 });
  try {
    const [row] = await sql<{ version: string; able: boolean }[]>`
      select current_setting('server_version') as version, rolsuper or rolcreaterole as able from pg_roles where rolname = current_user`;
    const able = row?.able === true;
    return {
      subject,
      state: able ? 'good' : 'bad',
      sentence: `DATABASE_URL, version ${row?.version ?? ''}${able ? '' : '; its user may not create roles'}`,
    };
  } catch (error) {
    return {
      subject,
      state: 'bad',
      sentence: `DATABASE_URL does not answer: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function checkFolder(config: Config): Promise<Finding> {
  const subject = 'data folder';
  let place = config.ROOMTAPE_DATA;
  while (!existsSync(place)) place = path.dirname(place);
  try {
    accessSync(place, constants.W_OK);
  } catch {
    return Promise.resolve({ subject, state: 'bad', sentence: `${place} may not be written to` });
  }
  const disk = statfsSync(place);
  const freeGb = (disk.bavail * disk.bsize) / 1e9;
  const sentence = `${config.ROOMTAPE_DATA}, ${freeGb.toFixed(1)} GB free`;
  return Promise.resolve({ subject, state: freeGb < 1 ? 'lacking' : 'good', sentence });
}

/** Writes a few bytes to where finished files go, reads them back and removes them. */
async function checkStorage(config: Config): Promise<Finding> {
  const subject = 'storage';
  const { ROOMTAPE_STORAGE: storage } = config;
  if (storage === undefined) return { subject, state: 'good', sentence: 'files stay in the data folder' };
  try {
    await probeStorage(storageSetting(config));
    return { subject, state: 'good', sentence: `${storage} takes, gives back and removes` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { subject, state: 'lacking', sentence: `${storage} does not work: ${reason}` };
  }
}

async function checkPort(name: string, host: string, port: number): Promise<Finding> {
  if (port === 0) return { subject: name, state: 'good', sentence: 'any free port' };
  const free = await isFree(host, port);
  return {
    subject: name,
    state: free ? 'good' : 'bad',
    sentence: `${host}:${port} ${free ? 'is free' : 'is taken (by a running Roomtape?)'}`,
  };
}
