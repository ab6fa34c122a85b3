import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneLevels, toneOnsets, looksLike, yuvOf, type Yuv } from '../engine/mix/decoded-mix.ts';
import { eventually } from '../support/eventually.ts';
import { openTestHouse, type TestHouse } from '../support/house.ts';
import { startPlayerPage, type PlayerPage } from '../support/player-page.ts';
import { startSignallingPublisher, type Signals } from '../support/signalling-publisher.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);
const room = { number: 1002 };
const frameRate = 15;
const users: Readonly<Record<'ada' | 'bob' | 'cy', Signals & { readonly yuv: Yuv; readonly stays: number }>> =
  {
    ada: { color: 'red', yuv: yuvOf.red, beepHz: 1000, humHz: 300, stays: 1 },
    bob: { color: 'blue', yuv: yuvOf.blue, beepHz: 2000, humHz: 400, stays: 2 },
    cy: { color: '0xB000B0', yuv: [82, 182, 187], beepHz: 3000, humHz: 500, stays: 1 },
  };
type User = keyof typeof users;

/** The film as it is seen and heard: small pictures in YUV 4:4:4 with their times in milliseconds, and the sound at 48 kHz. */
interface Film {
  readonly pictures: readonly { readonly ms: number; readonly data: Buffer }[];
  readonly sound: Int16Array;
}
const [columns, rows] = [80, 45];

async function ffmpeg(...args: string[]): Promise<Buffer> {
  const { stdout, stderr } = await run('ffmpeg', ['-v', 'error', '-nostdin', ...args, 'pipe:1'], {
    ...{ encoding: 'buffer', maxBuffer: 2 ** 30 },
  });
  expect(stderr.toString()).toBe('');
  return stdout;
}

async function times(url: string, kind: 'v' | 'a'): Promise<readonly number[]> {
  const { stdout, stderr } = await run(
    'ffprobe',
    [
      ...['-v', 'warning', '-select_streams', `${kind}:0`, '-show_entries', 'packet=pts_time'],
      ...['-of', 'csv=p=0', url],
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => 1000 * Number.parseFloat(line))
    .toSorted((one, other) => one - other);
}

async function watch(url: string): Promise<Film> {
  const small = `scale=${String(columns)}:${String(rows)}:flags=neighbor,format=yuv444p`;
  const raw = await ffmpeg(
    '-i',
    url,
    '-map',
    '0:v',
    '-fps_mode',
    'passthrough',
    '-vf',
    small,
    '-f',
    'rawvideo',
  );
  const pcm = await ffmpeg(
    ...['-i', url, '-map', '0:a', '-af', 'aresample=async=1:first_pts=0', '-ar', '48000', '-ac', '1'],
    ...['-f', 's16le'],
  );
  const shown = await times(url, 'v');
  const bytes = 3 * columns * rows;
  expect(raw.length / bytes).toBe(shown.length);
  return {
    pictures: shown.map((ms, index) => ({ ms, data: raw.subarray(index * bytes, (index + 1) * bytes) })),
    sound: new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2),
  };
}

/** Whether a colour is somewhere in a picture. */
function shows(data: Buffer, color: Yuv): boolean {
  const plane = columns * rows;
  for (let at = 0; at < plane; at += 1)
    if (looksLike([data[at]!, data[plane + at]!, data[2 * plane + at]!], color)) return true;
  return false;
}

/** When a colour is gone for no longer than a flash lasts: in milliseconds, the first picture without it. */
function flashes({ pictures }: Film, color: Yuv): readonly number[] {
  const seen = pictures.map(({ data }) => shows(data, color));
  return pictures
    .filter((_, at) => seen[at - 1] === true && !seen[at] && seen.slice(at + 1, at + 3).includes(true))
    .map(({ ms }) => ms);
}

/** The stretches in which a tone sounds without a break, in milliseconds. */
function stretches(sound: Int16Array, hertz: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const [at, level] of toneLevels(sound, hertz).entries()) {
    if (level < 1000) continue;
    const last = found.at(-1);
    if (last?.[1] === at * 10) last[1] += 10;
    else found.push([at * 10, at * 10 + 10]);
  }
  return found;
}

describe('one mixed film', () => {
  const folder = openTemporaryFolder();
  const publishers = new Map<User, ChildProcess>();
  let house: TestHouse;
  let player: PlayerPage;
  beforeAll(async () => {
    house = await openTestHouse();
    player = await startPlayerPage(folder.path);
  }, 60_000);
  afterAll(async () => {
    for (const child of publishers.values()) child.kill('SIGKILL');
    await player.close();
    await house.close();
    folder.close();
  });

  async function live(): Promise<readonly string[]> {
    const { rooms } = await house.ask<{
      rooms: { edges: { node: { streams: { userId: string; state: string }[] } }[] };
    }>('query { rooms(filter: { name: { number: 1002 } }) { edges { node { streams { userId state } } } } }');
    return rooms.edges.flatMap(({ node }) =>
      node.streams.filter(({ state }) => state === 'LIVE').map(({ userId }) => userId),
    );
  }
  async function join(userId: User): Promise<void> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { room, userId, streamType: 'MAIN' } },
    );
    publishers.set(userId, startSignallingPublisher(createJoinTicket.ticket.rtmpUrl, users[userId]));
    await eventually(`${userId} is live`, async () => (await live()).includes(userId), 60_000);
  }
  async function leave(userId: User): Promise<void> {
    const child = publishers.get(userId)!;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await eventually(`${userId} has left`, async () => !(await live()).includes(userId), 60_000);
  }
  /** Long enough for several beeps of everybody in it. */
  const scene = (): Promise<void> => delay(4000);

  async function film(): Promise<ReadonlyMap<string, string>> {
    const query = `query { recordings(filter: { kind: MIX }) { edges { node { state files { format playbackUrl } } } } }`;
    return eventually(
      'the film is ready',
      async () => {
        const { recordings } = await house.ask<{
          recordings: {
            edges: {
              node: { state: string; files: { format: string; playbackUrl: string | null }[] };
            }[];
          };
        }>(query);
        expect(recordings.edges.length).toBeLessThanOrEqual(1);
        const [found] = recordings.edges;
        if (found?.node.state !== 'READY') return null;
        expect(found.node.files.map(({ format }) => format).toSorted()).toEqual(['HLS', 'MP4']);
        return new Map(found.node.files.map(({ format, playbackUrl }) => [format, playbackUrl!]));
      },
      120_000,
    );
  }

  it('has no gap, keeps voices with lips and plays to its end, whoever joins and leaves under changing layouts', async () => {
    await join('ada');
    const { startMixedRecording } = await house.ask<{ startMixedRecording: { mix: { id: string } } }>(
      'mutation ($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { mix { id } } }',
      {
        input: {
          ...{ room: { name: room }, recordId: 'film', idempotencyKey: 'start' },
          encode: { width: 320, height: 180, frameRate },
        },
      },
    );
    const layOut = (layout: object, idempotencyKey: string): Promise<unknown> =>
      house.ask(
        'mutation ($input: UpdateMixLayoutInput!) { updateMixLayout(input: $input) { mix { layoutState } } }',
        { input: { mixId: startMixedRecording.mix.id, layout, idempotencyKey } },
      );
    await scene();
    await join('bob');
    await scene();
    await layOut({ template: 'FLOAT', main: { userId: 'bob' } }, 'first');
    await join('cy');
    await scene();
    await layOut({ template: 'SCREEN_SHARE', main: { userId: 'cy' } }, 'second');
    await scene();
    await leave('bob');
    await layOut({ template: 'GRID' }, 'third');
    await join('bob');
    await scene();
    await leave('ada');
    await leave('cy');
    await scene();
    await leave('bob');

    const files = await film();
    const mp4 = files.get('MP4')!;
    const shown = await times(mp4, 'v');
    const heard = await times(mp4, 'a');
    const widest = (steps: readonly number[]): number =>
      Math.max(...steps.slice(1).map((ms, index) => ms - steps[index]!));
    expect(widest(shown)).toBeLessThan(1500 / frameRate);
    // An AAC frame is 1024 samples, 21.3 ms.
    expect(widest(heard)).toBeLessThan(30);

    const watched = await watch(mp4);
    for (const [user, { yuv, beepHz, humHz, stays }] of Object.entries(users)) {
      const hums = stretches(watched.sound, humHz);
      expect(hums, `${user} is heard without a break`).toHaveLength(stays);
      const beeps = toneOnsets(watched.sound, beepHz);
      const seen = flashes(watched, yuv);
      expect(seen.length, `flashes of ${user}`).toBeGreaterThanOrEqual(6);
      for (const flash of seen) {
        const apart = Math.min(...beeps.map((beep) => Math.abs(beep - flash)));
        expect(
          apart,
          `${user} flashes at ${String(flash)}, beeps at ${beeps.join(', ')}`,
        ).toBeLessThanOrEqual(80);
      }
    }

    const seconds = shown.at(-1)! / 1000;
    for (const format of ['MP4', 'HLS'] as const) {
      const played = await player.play(files.get(format)!, format);
      expect({ format, ...played }).toMatchObject({ format, ended: true, faults: [], width: 320 });
      expect(Math.abs(played.playedSeconds - seconds), format).toBeLessThan(0.5);
    }
  }, 400_000);
});
