import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MixTranscodingConfig, Publishing } from '../../client/core/publishing.ts';
import { createPublishing } from '../../client/core/publishing.ts';
import { RoomtapeError } from '../../client/core/error.ts';
import { flvTagTypes, FlvStreamReader } from '../../engine/containers/flv-stream.ts';
import { livePath, signLive } from '../../wire/live-address.ts';
import { makeUserSig } from '../../wire/user-sig.ts';
import { describeMixes } from '../support/described-mixes.ts';
import { publishAddress, testApplication, testPlayKey } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { probe } from '../support/probe.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';
import { openVodEngine, type VodEngine } from '../support/vod-engine.ts';

const run = promisify(execFile);
const { sdkAppId, secretKey } = testApplication;

/** What is 320 × 180 as it is published is told by its size where it is mixed. */
const mixed: MixTranscodingConfig = {
  ...{ videoWidth: 480, videoHeight: 270, videoFramerate: 10, videoGOP: 1 },
  mixUsers: [
    { userId: 'ann', width: 320, height: 180, zOrder: 1 },
    { userId: 'bob', width: 160, height: 90, locationX: 320, zOrder: 2 },
  ],
};

/** A viewer who stays. */
async function watch(url: string) {
  const answer = (await once(http.get(url), 'response'))[0] as http.IncomingMessage;
  const times: number[] = [];
  const configurations = new Set<string>();
  const reader = new FlvStreamReader(({ type, timestampMs, body }) => {
    if (type !== flvTagTypes.video) return;
    if (body[1] === 0) configurations.add(`${String(times.length)} ${body.toString('hex')}`);
    else times.push(timestampMs);
  });
  const viewer = {
    ended: false,
    configurations: () => configurations.size,
    widestStepMs: () => Math.max(...times.slice(1).map((at, index) => Math.abs(at - times[index]!))),
  };
  answer.on('data', (chunk: Buffer) => {
    reader.push(chunk);
  });
  answer.once('close', () => {
    viewer.ended = true;
  });
  return viewer;
}

describe('a mix that a publisher asks for', () => {
  let house: VodEngine;
  const publishers = new Map<string, Publisher>();

  const publish = async (room: string, userId: string, extra = ''): Promise<void> => {
    const user = { room, userId, extra };
    publishers.set(
      `${room}/${userId}`,
      startPublisher(publishAddress(house.engine.ports['rtmp']!, user), 600),
    );
    await eventually(
      `${userId} is seen`,
      () =>
        house.receiver.trtc.some(
          (event) =>
            event.name === 'video-started' &&
            event.userId === userId &&
            'room' in event &&
            event.room.value === room,
        ),
      60_000,
    );
  };
  const leave = async (room: string, userId: string): Promise<void> => {
    const { process, ended } = publishers.get(`${room}/${userId}`)!;
    process.kill('SIGKILL');
    await ended;
  };
  const commandsOf = (room: string, userId: string, platform: string | null = null): Publishing => {
    const issuedAt = Math.floor(Date.now() / 1000);
    return createPublishing({
      ...{ sdkAppId, roomName: room, roomKind: 'STRING', userId },
      userSig: makeUserSig({ sdkAppId, userId, issuedAt, lifetimeSeconds: 600 }, secretKey),
      publishingUrl: `http://127.0.0.1:${String(house.engine.ports['http'])}/publishing`,
      platform: platform === null ? null : { platform },
    });
  };
  const codeOf = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'none',
      (error: unknown) => (error as { readonly code: string }).code,
    );
  const watched = (streamId: string): string => {
    const query = signLive(testPlayKey, streamId, Math.floor(Date.now() / 1000) + 600);
    return `http://127.0.0.1:${String(house.engine.ports['http'])}${livePath(streamId, 'flv')}?${query}`;
  };
  const status = async (streamId: string): Promise<number> =>
    (await fetch(watched(streamId), { method: 'HEAD' })).status;
  /** The width of the picture that a viewer sees who comes now. */
  const widthOf = async (streamId: string): Promise<number> => {
    const { stdout } = await run(
      'ffprobe',
      [
        ...['-v', 'error', '-rw_timeout', '30000000', '-select_streams', 'v:0'],
        ...['-show_entries', 'stream=width', '-of', 'csv=p=0', watched(streamId)],
      ],
      { timeout: 90_000 },
    ).catch(() => ({ stdout: '0' }));
    return Number(stdout.trim());
  };
  const shows = (streamId: string, width: number) =>
    eventually(
      `${streamId} is ${String(width)} wide`,
      async () => (await widthOf(streamId)) === width,
      120_000,
    );
  const room = (StrRoomId: string) => ({ SdkAppId: sdkAppId, StrRoomId });
  const byServer = (name: string) =>
    house.trtc().StartMCUMixTranscodeByStrRoomId({
      ...room(name),
      OutputParams: { StreamId: `${name}_mix` },
      EncodeParams: {
        ...{ AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 },
        ...{ VideoWidth: 320, VideoHeight: 180, VideoBitrate: 300, VideoFramerate: 10, VideoGop: 1 },
      },
      LayoutParams: { Template: 1 },
    });

  beforeAll(async () => {
    house = await openVodEngine();
  });
  afterAll(async () => {
    for (const { process } of publishers.values()) process.kill('SIGKILL');
    await Promise.all([...publishers.values()].map(({ ended }) => ended));
    await house.close();
  });

  it('goes out as the caller’s own stream, is recorded as it, and is the caller’s alone to change and end', async () => {
    await publish('class', 'ann', '&streamid=ann_live&userdefinerecordid=lesson');
    await publish('class', 'bob');
    const [ann, bob] = [commandsOf('class', 'ann', 'WEB'), commandsOf('class', 'bob')];
    await shows('ann_live', 320);
    const viewer = await watch(watched('ann_live'));
    await ann.setMixTranscodingConfig(mixed);
    await shows('ann_live', 480);

    await ann.setMixTranscodingConfig({ ...mixed, mixUsers: mixed.mixUsers!.slice(0, 1) });
    await expect(
      bob.setMixTranscodingConfig({ mixUsers: [{ userId: 'bob', pureAudio: true }] }),
    ).rejects.toThrow('is mixed by its user ann (setMixTranscodingConfig); one user mixes at a time');
    expect(await codeOf(bob.setMixTranscodingConfig(null))).toBe('CONFLICT');
    expect(await codeOf(byServer('class'))).toBe('FailedOperation.RequestRejection');
    const stop = house.trtc().StopMCUMixTranscodeByStrRoomId(room('class'));
    expect(await codeOf(stop)).toBe('FailedOperation.RequestRejection');

    await ann.setMixTranscodingConfig({ ...mixed, videoWidth: 640, videoHeight: 360 });
    await shows('ann_live', 640);
    await ann.setMixTranscodingConfig(null);
    await ann.setMixTranscodingConfig(null);
    await shows('ann_live', 320);
    // Two mixes, as its size was changed, each counted though neither is a stream of its own.
    const own = await eventually('both are over and counted', async () => {
      const mixes = (await describeMixes(house)).filter(({ RoomString }) => RoomString === 'class');
      const areDone = mixes.every(
        ({ EndTimeMs, Counts }) => EndTimeMs > 0 && Counts.reduce((sum, { Ms }) => sum + Ms, 0) > 1000,
      );
      return mixes.length === 2 && areDone && mixes;
    });
    expect(own).toMatchObject([
      { StreamId: 'ann_live', UserId: 'ann', IntoOwnStream: 1, Width: 480, Height: 270 },
      { StreamId: 'ann_live', UserId: 'ann', IntoOwnStream: 1, Width: 640, Height: 360 },
    ]);
    expect(Math.max(...own[0]!.Counts.map(({ Inputs }) => Inputs))).toBe(2);
    await leave('class', 'ann');

    await eventually('the viewer’s end', () => viewer.ended, 60_000);
    // Published, mixed, mixed in another size and published again: in one answer, on one line of time.
    expect(viewer.configurations()).toBeGreaterThanOrEqual(4);
    expect(viewer.widestStepMs()).toBeLessThan(10_000);

    await eventually(
      'films of each form',
      async () => {
        const films = house.receiver
          .files()
          .filter(({ streamId, format }) => streamId === 'ann_live' && format === 'mp4');
        const probed = await Promise.all(films.map(({ videoUrl }) => probe(house.open(videoUrl))));
        const widths = new Set(probed.map(({ video }) => video?.width));
        return [320, 480, 640].every((width) => widths.has(width));
      },
      120_000,
    );
  }, 300_000);

  it('has a stream of its own where it is given an id, follows its caller, and ends when the caller leaves', async () => {
    await publish('hall', 'cy');
    await publish('hall', 'dan');
    const cy = commandsOf('hall', 'cy');
    await cy.setMixTranscodingConfig({
      ...{ mode: 'preset-layout', streamId: 'hall_film', videoWidth: 480, videoHeight: 270 },
      mixUsers: [
        { userId: '$PLACE_HOLDER_LOCAL_MAIN$', width: 480, height: 270, zOrder: 0 },
        { userId: '$PLACE_HOLDER_REMOTE$', width: 160, height: 90, zOrder: 1 },
      ],
    });
    await shows('hall_film', 480);
    await leave('hall', 'cy');
    await eventually('it is over', async () => (await status('hall_film')) === 404, 60_000);
    // Another one may mix now.
    await byServer('hall');
    const dan = commandsOf('hall', 'dan');
    await expect(
      dan.setMixTranscodingConfig({ mixUsers: [{ userId: 'dan', width: 100, height: 100 }] }),
    ).rejects.toThrow('is mixed by a server (StartMCUMixTranscode); the two ways exclude each other');
    expect(await codeOf(dan.setMixTranscodingConfig(null))).toBe('CONFLICT');
    await house.trtc().StopMCUMixTranscodeByStrRoomId(room('hall'));
  }, 300_000);

  it('is of sound alone where that is asked for', async () => {
    await publish('radio', 'eva', '&streamid=eva_live');
    const eva = commandsOf('radio', 'eva');
    await eva.setMixTranscodingConfig({ mode: 'pure-audio', streamId: 'radio_sound' });
    const kinds = await eventually(
      'its kinds',
      async () => {
        const args = ['-v', 'error', '-show_entries', 'stream=codec_type', '-of', 'csv=p=0'];
        const { stdout } = await run('ffprobe', [...args, watched('radio_sound')], { timeout: 60_000 });
        return stdout.trim() || null;
      },
      90_000,
    );
    expect(kinds).toBe('audio');
    await eva.setMixTranscodingConfig(null);
    expect(await status('radio_sound')).toBe(404);
  }, 200_000);

  it('is refused with all faults, to strangers, to who sends nothing, and from platforms that cannot mix', async () => {
    await publish('strict', 'fay');
    const fay = commandsOf('strict', 'fay');
    const wrong: MixTranscodingConfig = { ...mixed, videoWidth: 641 };
    const refusal = await fay.setMixTranscodingConfig(wrong).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RoomtapeError);
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', field: 'config.videoWidth' });
    expect((refusal as Error).message).toContain('one of them fay');
    const alone = { mixUsers: [{ userId: 'gus', width: 100, height: 100 }] };
    expect(await codeOf(commandsOf('strict', 'gus').setMixTranscodingConfig(alone))).toBe('NOT_FOUND');
    await expect(
      commandsOf('strict', 'fay', 'MINI_PROGRAM').setMixTranscodingConfig(mixed),
    ).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('as of 2022-06-27') as string,
    });
    const stranger = createPublishing({
      ...{ sdkAppId, roomName: 'strict', roomKind: 'STRING', userId: 'fay', userSig: 'x' },
      publishingUrl: `http://127.0.0.1:${String(house.engine.ports['http'])}/publishing`,
    });
    expect(await codeOf(stranger.setMixTranscodingConfig(mixed))).toBe('FORBIDDEN');
    expect(await codeOf(commandsOf('nowhere', 'fay').setMixTranscodingConfig({ mode: 'pure-audio' }))).toBe(
      'ROOM_EMPTY',
    );
  });

  it('leaves the publisher’s other commands as they are', async () => {
    await publish('open', 'hal');
    const hal = commandsOf('open', 'hal');
    expect(await hal.startPublishing('hal_live')).toBe('hal_live');
    expect(await status('hal_live')).toBe(200);
    await hal.stopPublishing();
    expect(await status('hal_live')).toBe(404);
  });
});
