import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openTestHouse, type TestHouse } from '../support/house.ts';
import { probe } from '../support/probe.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';

const run = promisify(execFile);
/** The vendor's page has this example: https://www.tencentcloud.com/document/product/647/35426. */
const recordId = '1400000123_room1001';
const room = { number: 1001 };

interface Mix {
  readonly id: string;
  readonly state: string;
  readonly layoutState: string;
  readonly template: string;
}

/** Times of a file's packets of one kind in seconds, in the order of display, and which of them are key frames. */
async function packetsOf(
  url: string,
  kind: 'v' | 'a',
): Promise<readonly { readonly at: number; readonly isKey: boolean }[]> {
  const { stdout, stderr } = await run(
    'ffprobe',
    [
      ...['-v', 'warning', '-select_streams', `${kind}:0`],
      ...['-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0', url],
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  expect(stderr).toBe('');
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .map(([at, flags]) => ({ at: Number(at), isKey: flags!.startsWith('K') }))
    .toSorted((one, other) => one.at - other.at);
}

function widestStep(packets: readonly { readonly at: number }[]): number {
  return Math.max(...packets.slice(1).map(({ at }, index) => at - packets[index]!.at));
}

describe('a mixed recording', () => {
  let house: TestHouse;
  const publishers: Publisher[] = [];
  beforeAll(async () => {
    house = await openTestHouse();
  });
  afterAll(async () => {
    for (const { process: child } of publishers) child.kill('SIGKILL');
    await house.close();
  });

  async function join(userId: string, streamType = 'MAIN'): Promise<Publisher> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { room, userId, streamType } },
    );
    const publisher = startPublisher(createJoinTicket.ticket.rtmpUrl, 300);
    publishers.push(publisher);
    await eventually(`${userId} is live`, async () => (await live()).includes(userId), 60_000);
    return publisher;
  }
  async function live(): Promise<readonly string[]> {
    const { rooms } = await house.ask<{
      rooms: { edges: { node: { streams: { userId: string; state: string }[] } }[] };
    }>('query { rooms(filter: { name: { number: 1001 } }) { edges { node { streams { userId state } } } } }');
    return rooms.edges.flatMap(({ node }) =>
      node.streams.filter(({ state }) => state === 'LIVE').map(({ userId }) => userId),
    );
  }
  const fields = 'mix { id state layoutState template }';
  async function start(input: object): Promise<Mix> {
    const { startMixedRecording } = await house.ask<{ startMixedRecording: { mix: Mix } }>(
      `mutation ($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { ${fields} } }`,
      { input: { room: { name: room }, recordId, idempotencyKey: 'start', ...input } },
    );
    return startMixedRecording.mix;
  }
  async function layOut(mixId: string, layout: object, idempotencyKey: string): Promise<Mix> {
    const { updateMixLayout } = await house.ask<{ updateMixLayout: { mix: Mix } }>(
      `mutation ($input: UpdateMixLayoutInput!) { updateMixLayout(input: $input) { ${fields} } }`,
      { input: { mixId, layout, idempotencyKey } },
    );
    return updateMixLayout.mix;
  }
  /** The address of the mixed MP4 whose name begins so, once its whole recording is ready. */
  function filmOf(head: string): Promise<string> {
    const query = `query { recordings(filter: { kind: MIX }) { edges { node {
      state files { name format playbackUrl } } } } }`;
    interface Film {
      readonly state: string;
      readonly files: readonly {
        readonly name: string;
        readonly format: string;
        readonly playbackUrl: string;
      }[];
    }
    const name = new RegExp(`^${head}_\\d{4}(-\\d\\d){5}_\\d{4}(-\\d\\d){5}$`);
    return eventually(
      `${head} is ready`,
      async () => {
        const { recordings } = await house.ask<{ recordings: { edges: { node: Film }[] } }>(query);
        const films = recordings.edges
          .map(({ node }) => node)
          .filter(({ state, files }) => state === 'READY' && files.some((file) => name.test(file.name)));
        expect(films.length).toBeLessThanOrEqual(1);
        if (films[0] === undefined) return null;
        expect(films[0].files.map(({ format }) => format).toSorted()).toEqual(['HLS', 'MP4']);
        return films[0].files.find(({ format }) => format === 'MP4')!.playbackUrl;
      },
      120_000,
    );
  }
  const pause = (seconds: number): Promise<unknown> =>
    new Promise((resolve) => setTimeout(resolve, seconds * 1000));

  it('says all its faults before it starts, then goes on in one file while users and layouts change', async () => {
    const ada = await join('ada');
    const wrong = { template: 'CUSTOM', regions: [{ x: 0, y: 0, width: 2000, height: 90 }] };
    await expect(start({ layout: wrong, encode: { frameRate: 90, videoBitrateKbps: 0 } })).rejects.toThrow(
      /BAD_INPUT.*videoBitrateKbps.*frameRate.*regions\.0\.width/,
    );
    const mix = await start({ encode: { width: 320, height: 180 }, recordId: 'film' });
    expect(mix).toMatchObject({ state: 'RUNNING', layoutState: 'APPLIED', template: 'GRID' });
    await pause(2);
    const bob = await join('bob');
    const floating = { template: 'FLOAT', main: { userId: 'bob' } };
    expect(await layOut(mix.id, floating, 'l1')).toMatchObject({ layoutState: 'APPLIED', template: 'FLOAT' });
    await pause(2);
    const cy = await join('cy', 'AUX');
    expect(await layOut(mix.id, { template: 'AUTO', order: 'SPEAKING' }, 'l2')).toMatchObject({
      template: 'AUTO',
    });
    bob.process.kill('SIGKILL');
    await pause(2);
    const small = { userId: 'cy', streamType: 'AUX', x: 200, y: 8, width: 110, height: 62 };
    await layOut(mix.id, { template: 'PICTURE_IN_PICTURE', small }, 'l3');
    expect(await layOut(mix.id, { template: 'PICTURE_IN_PICTURE', small }, 'l3')).toMatchObject({
      template: 'PICTURE_IN_PICTURE',
    });
    await expect(layOut(mix.id, { template: 'PICTURE_IN_PICTURE' }, 'l4')).rejects.toThrow(
      'input.layout.small is missing',
    );
    await pause(2);
    for (const { process: child } of [ada, cy]) child.kill('SIGKILL');

    const mp4 = await filmOf('film');
    const probed = await probe(mp4);
    expect(probed.video).toMatchObject({ codec: 'h264', width: 320, height: 180 });
    expect(widestStep(await packetsOf(mp4, 'v'))).toBeLessThan(1.5 / 15);
    // An AAC frame is 1024 samples, 21.3 ms.
    expect(widestStep(await packetsOf(mp4, 'a'))).toBeLessThan(0.03);

    const stop =
      'mutation ($input: StopMixedRecordingInput!) { stopMixedRecording(input: $input) { mix { id } } }';
    await expect(house.ask(stop, { input: { mixId: mix.id, idempotencyKey: 'late' } })).rejects.toThrow(
      'MIX_NOT_RUNNING',
    );
    await expect(layOut(mix.id, { template: 'GRID' }, 'late-too')).rejects.toThrow('MIX_NOT_RUNNING');
  }, 300_000);

  it('has the form of the vendor’s own example where nothing else is asked for', async () => {
    const dan = await join('dan');
    await start({ idempotencyKey: 'example' });
    await pause(8);
    dan.process.kill('SIGKILL');
    const mp4 = await filmOf(recordId);
    const { video, audio } = await probe(mp4);
    expect(video).toMatchObject({ codec: 'h264', width: 1280, height: 720 });
    expect(audio).toEqual({ codec: 'aac', sampleRate: 48_000 });
    const keys = (await packetsOf(mp4, 'v')).flatMap(({ isKey }, index) => (isKey ? [index] : []));
    expect(keys.length).toBeGreaterThanOrEqual(1);
    // A group of pictures is 3 s of 15 a second.
    for (const [index, at] of keys.slice(1).entries()) expect(at - keys[index]!).toBe(45);
  }, 300_000);

  it('is previewed by the same function, as rectangles and as a drawing', async () => {
    const { layoutPreview } = await house.ask<{ layoutPreview: Record<string, unknown> }>(
      `query ($input: LayoutPreviewInput!) { layoutPreview(input: $input) {
        isExact svg unplaced { userId why isHeard }
        placements { userId streamType x y width height zOrder renderMode } } }`,
      {
        input: {
          layout: { template: 'AUTO', videoUserIds: ['ada', 'cy'] },
          streams: [
            { userId: 'ada' },
            { userId: 'bob', hasPicture: false },
            { userId: 'cy', streamType: 'AUX' },
          ],
        },
      },
    );
    expect(layoutPreview).toMatchObject({
      isExact: true,
      unplaced: [{ userId: 'bob', why: 'NOT_CHOSEN', isHeard: true }],
      placements: [
        { userId: 'cy', streamType: 'AUX', x: 0, y: 0, width: 1024, height: 720, renderMode: 'SCALE' },
        { userId: 'ada', x: 1024, y: 0, width: 256, height: 180, zOrder: 1, renderMode: 'CROP' },
      ],
    });
    expect(layoutPreview['svg']).toContain('cy (screen)');
  });
});
