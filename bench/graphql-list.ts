import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../cli/child.ts';
import { startEmbedded } from '../cli/database/embedded.ts';
import { prepareAudit } from '../cli/database/audit.ts';
import { prepareTenants } from '../cli/database/roles.ts';
import { migrateTenants } from '../cli/database/tenants.ts';
import { openStore } from '../server/adapters/postgres/store.ts';
import type { SubjectFact } from '../server/ports/inbox.ts';
import type { Bench } from './bench.ts';
import { nextMessage } from './child-process.ts';
import { cpuSeconds } from './process-figures.ts';

const recordings = 100;
const sdkAppId = 1400000123;
const connections = 8;
const secondsEach = 6;
const rounds = 2;
const apiKey = 'rt_admin_of_the_bench_0123456789';

const query = `query { recordings(first: ${recordings}) { totalCount edges { cursor node {
  id state kind userId startedAt durationSeconds playbackUrl room { id name } stream { id width height }
  files { id format state sizeBytes durationSeconds }
} } } }`;

function recorded(number: number): SubjectFact[] {
  const streamId = `stream${number}`;
  const room = { kind: 'int', value: number } as const;
  const atMs = Date.now() - 3_600_000 + number * 1000;
  const identity = { room, userId: `u${number}`, streamType: 'main', userDefineRecordId: null } as const;
  const size = { width: 1280, height: 720 };
  const stream = { about: 'stream', sdkAppId, streamId } as const;
  return [
    { about: 'room', sdkAppId, room, fact: { type: 'room-created', atMs, userId: 'u', reason: null } },
    { ...stream, fact: { type: 'push-started', sequence: String(number), atMs, ...size, identity } },
    ...(['hls', 'mp4'] as const).flatMap((format): SubjectFact[] => {
      const fileId = `${format}${number}`;
      const file = { fileId, bytes: 5_000_000, durationMs: 60_000 };
      const announced = { ...file, format, identity, startMs: atMs, endMs: atMs + 60_000 };
      const confirmed = {
        ...file,
        ...size,
        name: fileId,
        mediaUrl: `http://media/${fileId}/f0.mp4`,
        createdAtMs: atMs,
      };
      return [
        { ...stream, fact: { type: 'file-announced', ...announced } },
        { ...stream, fact: { type: 'file-confirmed', ...confirmed } },
      ];
    }),
  ];
}

interface Target {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
}

interface Measured {
  readonly contender: string;
  readonly requestsPerSecond: number;
  readonly cpuMsPerRequest: number;
  readonly medianMs: number;
  readonly bytes: number;
}

const body = JSON.stringify({ query });

function post(agent: http.Agent, port: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        ...{ agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST' },
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          authorization: `Bearer ${apiKey}`,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks));
          else reject(new Error(`HTTP ${response.statusCode ?? 0}`));
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function measure({ name, pid, port }: Target): Promise<Measured> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const { length } = await post(agent, port);
  const times: number[] = [];
  const cpuBefore = await cpuSeconds([pid]);
  const began = performance.now();
  const until = began + secondsEach * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const sent = performance.now();
        await post(agent, port);
        times.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const cpu = (await cpuSeconds([pid])) - cpuBefore;
  agent.destroy();
  times.sort((one, other) => one - other);
  return {
    contender: name,
    requestsPerSecond: Number((times.length / seconds).toFixed(1)),
    cpuMsPerRequest: Number(((cpu * 1000) / times.length).toFixed(2)),
    medianMs: Number(times[Math.floor(times.length / 2)]!.toFixed(2)),
    bytes: length,
  };
}

async function run() {
  const folder = mkdtempSync(path.join(tmpdir(), 'roomtape-bench-'));
  // Started by root, PostgreSQL runs under another account, which must be able to enter.
  chmodSync(folder, 0o711);
  const cluster = await startEmbedded(folder, randomBytes(12).toString('hex'));
  const stops: (() => Promise<unknown> | boolean)[] = [];
  try {
    const password = randomBytes(8).toString('hex');
    const urls = await prepareTenants(cluster.adminUrl, {
      engine: { role: 'bench_engine', schema: 'engine', password },
      server: { role: 'bench_server', schema: 'server', password },
    });
    await prepareAudit(cluster.adminUrl, 'bench_server');
    await migrateTenants(urls);
    const store = openStore(urls.server);
    await store.facts.take(Array.from({ length: recordings }, (_, number) => recorded(number + 1)).flat());
    await store.close();

    const server = await startChild({
      name: 'server',
      entry: fileURLToPath(new URL('../server/main.ts', import.meta.url)),
      // Nobody answers at this endpoint: nothing here asks the cloud.
      config: {
        ...{
          host: '127.0.0.1',
          port: 0,
          databaseUrl: urls.server,
          rtmpUrl: 'rtmp://127.0.0.1/push',
          whipUrl: null,
        },
        tencent: {
          secretId: 'bench',
          secretKey: 'bench',
          endpoint: '127.0.0.1:9/api',
          region: 'local',
          appId: 1,
          pushDomain: null,
        },
        callbackBaseUrl: 'http://127.0.0.1/callbacks/tencent',
        applications: [
          {
            ...{ sdkAppId, name: 'bench', secretKey: 'bench', callbackKey: 'bench' },
            ...{ cohort: 'css-live-recording', formats: ['hls', 'mp4'] },
          },
        ],
        ...{ playKey: 'playkey0123', tokenSecret: 'x'.repeat(32), corsOrigins: [], consoleFolder: null },
        ...{ playerKey: null, subApplications: [] },
        shelf: {
          ...{ trashDays: 7, expiryNoticeDays: 7, sweepMinutes: 1440, pullsDeletions: false },
          deliveryFolder: null,
        },
        apiKeys: {
          admin: apiKey,
          frontend: 'f'.repeat(20),
          finance: 'g'.repeat(20),
          partner: 'p'.repeat(20),
        },
        logLevel: 'error',
      },
      output: openSync(path.join(folder, 'server.log'), 'a'),
      outputName: 'its log',
    });
    stops.push(() => server.stop());
    const agent = new http.Agent();
    const answer = await post(agent, server.ports['http']!);
    const sent = path.join(folder, 'answer.json');
    writeFileSync(sent, answer);
    const floor = fork(fileURLToPath(new URL('http-bytes-process.ts', import.meta.url)), [sent], {
      execArgv: ['--import', 'tsx'],
    });
    stops.push(() => floor.kill());
    const { port } = await nextMessage<{ port: number }>(floor, 'the plain server');

    const targets: Target[] = [
      { name: 'roomtape', pid: server.pid, port: server.ports['http']! },
      { name: 'node:http', pid: floor.pid!, port },
    ];
    const measured: Measured[] = [];
    for (let round = 0; round < rounds; round++)
      for (const target of targets) measured.push(await measure(target));
    return report(measured);
  } finally {
    for (const stop of stops.toReversed()) await stop();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(measured: readonly Measured[]) {
  const best = (name: string): Measured =>
    measured
      .filter(({ contender }) => contender === name)
      .toSorted((one, other) => other.requestsPerSecond - one.requestsPerSecond)[0]!;
  const [ours, floor] = [best('roomtape'), best('node:http')];
  const ratios = {
    floorOverOurs: Number((floor.requestsPerSecond / ours.requestsPerSecond).toFixed(1)),
    oursCpuOverFloor: Number((ours.cpuMsPerRequest / floor.cpuMsPerRequest).toFixed(1)),
  };
  const say = (one: Measured): string =>
    `${one.contender.padEnd(9)} ${String(one.requestsPerSecond).padStart(7)} requests/s, median ${one.medianMs} ms, ` +
    `${one.cpuMsPerRequest} ms of processor each, ${one.bytes} bytes`;
  return {
    summary: [
      say(ours),
      say(floor),
      `The same bytes by node:http alone: ${ratios.floorOverOurs} times as many requests.`,
    ],
    figures: {
      ...{ recordings, connections, ratios, measured },
      machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
    },
  };
}

export const graphqlList: Bench = {
  name: 'graphql-list',
  question: `How fast is a list of ${recordings} recordings with rooms, streams, files and signed addresses, against node:http writing the same bytes?`,
  run,
};
