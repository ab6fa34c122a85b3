import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from '../../../cli/child.ts';
import type { CssExceptionEvent, ExceptionMark } from '../../../wire/css-exception.ts';
import type { CallbackReceiver } from '../../support/callback-receiver.ts';
import { startCallbackReceiver } from '../../support/callback-receiver.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import {
  publishAddress,
  startEngineProcess,
  testApplication,
  testEngineConfig,
} from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

/** Where in its media each publisher goes wrong, and where it is well again. */
const wrongFromMs = 8000;
const wellFromMs = 18_000;
const seconds = 26;
/** The promise is ten seconds from the cause; a machine that runs all tests at once is given some more. */
const promisedMs = 10_000;
const loadToleranceMs = 5000;

const wrong = String.raw`between(t\,${wrongFromMs / 1000}\,${wellFromMs / 1000})`;
const plain = `testsrc2=size=320x180:rate=15:duration=${seconds}`;
const moving = `${plain},noise=alls=8:allf=t`;
const beeping = String.raw`aevalsrc=0.4*sin(2*PI*440*t)*lt(mod(t\,1)\,0.2):s=48000:d=${seconds}`;

interface Story {
  readonly picture?: string;
  readonly sound?: string;
  readonly args?: readonly string[];
  readonly extra?: string;
}

/** What is published, one user each. */
const stories = {
  healthy: {},
  silent: { sound: `${beeping},volume=0:enable='${wrong}'` },
  dark: { picture: `${moving},drawbox=t=fill:color=black:enable='${wrong}'` },
  frozen: { picture: `${moving},drawbox=t=fill:color=gray:enable='${wrong}'` },
  starved: { picture: `${plain},noise=alls=40:allf=t:enable='not(${wrong})'` },
  slow: {
    picture: String.raw`${moving},select='not(${wrong})+not(mod(n\,5))'`,
    args: ['-fps_mode', 'vfr'],
  },
  drifting: { sound: String.raw`${beeping},asetpts='PTS+0.15*max(0\,T-${wrongFromMs / 1000})/TB'` },
  'slide-aux': {
    picture: `testsrc=size=640x360:rate=15:duration=${seconds},loop=loop=-1:size=1:start=0,trim=duration=${seconds}`,
    extra: '&streamtype=aux',
  },
  interrupted: {},
} satisfies Readonly<Record<string, Story>>;
type Name = keyof typeof stories;

function publish(address: string, { picture = moving, sound = beeping, args = [] }: Story): ChildProcess {
  return spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-nostdin'],
      ...['-re', '-f', 'lavfi', '-i', picture, '-re', '-f', 'lavfi', '-i', sound],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1', '-g', '30', '-pix_fmt', 'yuv420p'],
      ...[...args, '-c:a', 'aac', '-b:a', '64k', '-f', 'flv', address],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

describe('the quality watch', () => {
  let database: TestDatabase;
  let receiver: CallbackReceiver;
  let engine: Child;
  const folder = openTemporaryFolder();
  const publishers = new Map<Name, ChildProcess>();
  const ended: Promise<unknown>[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    receiver = await startCallbackReceiver(testApplication.callbackKey);
    const config = testEngineConfig({
      databaseUrl: database.engineUrl,
      folder: folder.path,
      callbackUrls: receiver.urls,
    });
    engine = await startEngineProcess(config);
    for (const [name, story] of Object.entries(stories) as [Name, Story][]) {
      const extra = `&streamid=${name}${story.extra ?? ''}`;
      const address = publishAddress(engine.ports['rtmp']!, { room: 'watched', userId: name, extra });
      const process = publish(address, story);
      publishers.set(name, process);
      ended.push(new Promise((resolve) => process.once('close', resolve)));
    }
    // One publisher hangs without closing its connection.
    const hanging = publishers.get('interrupted')!;
    await eventually('the streams', () => receiver.pushes().length === publishers.size, 40_000);
    hanging.kill('SIGSTOP');
    await eventually('the stall', () => marksOf('interrupted').some(({ phase }) => phase === 'begin'));
    hanging.kill('SIGCONT');
    await Promise.all(ended);
    await eventually(
      'the ends',
      () => new Set(receiver.files().map(({ streamId }) => streamId)).size === publishers.size,
      40_000,
    );
  }, 150_000);
  afterAll(async () => {
    for (const process of publishers.values()) process.kill('SIGKILL');
    await engine.stop();
    await receiver.close();
    await database.close();
    folder.close();
  });

  const told = (name: Name) => receiver.exceptions.filter(({ event }) => event.streamId === name);
  const marksOf = (name: Name): ExceptionMark[] =>
    told(name).flatMap(({ event }) => (event.mark === null ? [] : [event.mark]));
  const tellings = (name: Name): string[] =>
    told(name)
      .map(({ event }) => event)
      .toSorted((one, other) => one.mark!.atMs - other.mark!.atMs)
      .map(({ level, mark }: CssExceptionEvent) => `${level} ${mark!.code} ${mark!.phase}`);

  it('tells nothing of a healthy stream', () => {
    expect(tellings('healthy')).toEqual([]);
  });

  it.each([
    ['silent', 'silence'],
    ['dark', 'black'],
    ['frozen', 'frozen'],
    ['starved', 'bitrate-low'],
    ['slow', 'frame-rate-low'],
  ] as const)('tells of the %s stream within ten seconds (%s), and of its end', (name, code) => {
    expect(tellings(name)).toEqual([`warning ${code} begin`, `warning ${code} end`]);
    const begin = told(name).find(({ event }) => event.mark?.phase === 'begin')!;
    const mark = begin.event.mark!;
    const beganMs = mark.atMs - mark.mediaMs! + wrongFromMs;
    const afterMs = begin.receivedMs - beganMs;
    process.stdout.write(`${code}: told ${(afterMs / 1000).toFixed(1)} s after its cause\n`);
    expect(afterMs).toBeLessThan(promisedMs + loadToleranceMs);
    expect(mark.mediaMs).toBeGreaterThan(wrongFromMs - 2500);
    expect(mark.mediaMs).toBeLessThan(wrongFromMs + promisedMs);
    const end = marksOf(name).find(({ phase }) => phase === 'end')!;
    expect(end.markId).toBe(mark.markId);
    expect(end.mediaMs).toBeGreaterThan(wellFromMs - 2500);
  });

  it('tells of sound that runs away from its picture', () => {
    expect(tellings('drifting')[0]).toBe('warning drift begin');
    const mark = marksOf('drifting').find(({ code }) => code === 'drift')!;
    expect(mark.mediaMs).toBeGreaterThan(wrongFromMs);
    expect(mark.mediaMs).toBeLessThan(wrongFromMs + promisedMs);
  });

  it('says of a screen share that stands still no more than that it does', () => {
    expect(new Set(told('slide-aux').map(({ event }) => event.level))).toEqual(new Set(['info']));
    expect(tellings('slide-aux')).toEqual(['info frozen begin']);
  });

  it('tells when nothing comes any more, and when it comes again', () => {
    expect(tellings('interrupted').slice(0, 2)).toEqual(['error stall begin', 'error stall end']);
  });

  it('gives every mark one beginning and at most one end', () => {
    const seen = receiver.exceptions.map(
      ({ event }) => `${event.sessionId} ${event.mark!.markId} ${event.mark!.phase}`,
    );
    expect(new Set(seen).size).toBe(seen.length);
    for (const { event } of receiver.exceptions)
      if (event.mark?.phase === 'end')
        expect(seen).toContain(`${event.sessionId} ${event.mark.markId} begin`);
  });
});
