import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { range } from '../support/content/account.ts';
import { publishClip, type ClipPublisher } from '../support/content/clip-publisher.ts';
import { makeNumberedClip } from '../support/content/numbered-clip.ts';
import { picturesPerSecond } from '../support/content/picture-code.ts';
import { readContent } from '../support/content/read-content.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly failure: string | null;
  readonly allowedCommands: readonly string[];
  readonly gaps: readonly {
    readonly startedAt: string;
    readonly endedAt: string | null;
    readonly reason: string | null;
    readonly mediaSeconds: number | null;
  }[];
  readonly files: readonly { readonly format: string; readonly part: number; readonly playbackUrl: string }[];
}

const listQuery = `query ($filter: RecordingFilterInput) { recordings(filter: $filter) { edges { node {
  id state failure allowedCommands gaps { startedAt endedAt reason mediaSeconds }
  files { format part playbackUrl } } } } }`;

describe('a running recording', () => {
  const folder = openTemporaryFolder();
  const clip = path.join(folder.path, 'clip.flv');
  let house: TestHouse;
  beforeAll(async () => {
    [house] = await Promise.all([openTestHouse(), makeNumberedClip(clip, { seconds: 16, bFrames: false })]);
  }, 60_000);
  afterAll(async () => {
    await house.close();
    folder.close();
  });

  async function publish(userId: string): Promise<ClipPublisher> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
      { input: { room: { text: 'controlled' }, userId } },
    );
    return publishClip(createJoinTicket.ticket.rtmpUrl, clip);
  }

  async function seen(userId: string): Promise<Seen | undefined> {
    const { recordings } = await house.ask<{ recordings: { edges: { node: Seen }[] } }>(listQuery, {
      filter: { userId },
    });
    expect(recordings.edges.length).toBeLessThanOrEqual(1);
    return recordings.edges[0]?.node;
  }

  const inState = (userId: string, state: string): Promise<Seen> =>
    eventually(
      `the recording of ${userId} is ${state}`,
      async () => {
        const found = await seen(userId);
        return found?.state === state ? found : null;
      },
      60_000,
    );

  async function control(verb: 'pause' | 'resume', recordingId: string, idempotencyKey: string) {
    const answer = await house.ask<Record<string, { command: { state: string; kind: string } }>>(
      `mutation ($input: ControlRecordingInput!) { ${verb}Recording(input: $input) { command { kind state } } }`,
      { input: { recordingId, idempotencyKey } },
      testApiKeys.frontend,
    );
    return answer[`${verb}Recording`]!.command;
  }

  it('is paused and resumed in one recording, whose files leave out what came between', async () => {
    const publisher = await publish('mary');
    const { id } = await inState('mary', 'RECORDING');
    await publisher.reached(4);
    expect(await control('pause', id, 'pause-1')).toEqual({ kind: 'PAUSE', state: 'DONE' });
    expect(await inState('mary', 'PAUSED')).toMatchObject({
      gaps: [{ endedAt: null, reason: 'COMMAND' }],
      allowedCommands: ['PAUSE', 'RESUME'],
    });
    // The same key is the same command; another one comes too late.
    expect(await control('pause', id, 'pause-1')).toEqual({ kind: 'PAUSE', state: 'DONE' });
    await expect(control('pause', id, 'pause-2')).rejects.toThrow('CONFLICT The recording is paused already');
    const pausedAt = publisher.sent.pictures;
    await publisher.reached(pausedAt / picturesPerSecond + 4);
    const resumedAfter = publisher.sent.pictures;
    expect((await control('resume', id, 'resume-1')).state).toBe('DONE');
    expect(await publisher.ended).toEqual({ code: 0, said: '' });

    const recording = await inState('mary', 'READY');
    expect(recording.gaps).toHaveLength(1);
    const [gap] = recording.gaps;
    const gapSeconds = (Date.parse(gap!.endedAt!) - Date.parse(gap!.startedAt)) / 1000;
    expect(gapSeconds).toBeGreaterThan(3.5);
    expect(recording.files.map(({ format, part }) => `${format} ${part}`)).toEqual(['HLS 1', 'MP4 1']);
    for (const { playbackUrl } of recording.files) {
      const { pictures, complaints } = await readContent(playbackUrl, { audio: true, video: true });
      expect(complaints).toEqual([]);
      const numbers = pictures.flatMap(({ number }) => (number === null ? [] : [number]));
      // What surely came while it was paused is in no file; what surely came outside is.
      const left = range(pausedAt + 2, resumedAfter - 2);
      expect(left.length).toBeGreaterThan(2 * picturesPerSecond);
      expect(numbers.filter((number) => left.includes(number))).toEqual([]);
      expect(numbers.slice(0, 3)).toEqual([0, 1, 2]);
      expect(numbers.at(-1)).toBe(16 * picturesPerSecond - 1);
      expect(numbers.toSorted((one, other) => one - other)).toEqual(numbers);
    }
    await expect(control('pause', id, 'pause-3')).rejects.toThrow('CONFLICT The recording is READY');
    await expect(control('resume', id, 'resume-2')).rejects.toThrow('CONFLICT');
  }, 120_000);

  it('refuses who may not control it, and says what the service can do', async () => {
    const input = { recordingId: (await inState('mary', 'READY')).id, idempotencyKey: 'k' };
    await expect(
      house.ask(
        'mutation ($input: ControlRecordingInput!) { pauseRecording(input: $input) { command { state } } }',
        { input },
        testApiKeys.partner,
      ),
    ).rejects.toThrow('FORBIDDEN');
    const { applications } = await house.ask<{
      applications: { capabilities: { service: string; verb: string; formats: string[] }[] }[];
    }>('query { applications { capabilities { service verb formats sentence } } }');
    expect(applications[0]!.capabilities).toContainEqual(
      expect.objectContaining({ service: 'ENGINE', verb: 'PAUSE', formats: ['HLS', 'MP4', 'FLV', 'AAC'] }),
    );
  });

  async function consent(userId: string, allowed: boolean, idempotencyKey: string) {
    const { setConsent } = await house.ask<{ setConsent: { consent: { outcome: string } } }>(
      `mutation ($input: SetConsentInput!) { setConsent(input: $input) { consent { outcome } } }`,
      { input: { userId, allowed, evidence: 'said so on the phone', idempotencyKey } },
    );
    expect(setConsent.consent.outcome).toBe('APPLIED');
  }

  async function picturesOf(recording: Seen): Promise<readonly number[][]> {
    const contents = await Promise.all(
      recording.files.map(({ playbackUrl }) => readContent(playbackUrl, { audio: true, video: true })),
    );
    return contents.map(({ pictures }) =>
      pictures.flatMap(({ number }) => (number === null ? [] : [number])),
    );
  }

  it('has no picture of the time in which its user did not consent, from the beginning or in the middle', async () => {
    await consent('nell', false, 'nell-1');
    const [late, middle] = [await publish('nell'), await publish('odo')];
    await inState('odo', 'RECORDING');
    await Promise.all([late.reached(4), middle.reached(4)]);
    expect(await inState('nell', 'PAUSED')).toMatchObject({ gaps: [{ reason: 'CONSENT', mediaSeconds: 0 }] });
    await consent('odo', false, 'odo-1');
    await inState('odo', 'PAUSED');
    const [lateFrom, middleFrom] = [late.sent.pictures, middle.sent.pictures];
    await consent('nell', true, 'nell-2');
    await middle.reached(middleFrom / picturesPerSecond + 4);
    const middleUntil = middle.sent.pictures;
    await consent('odo', true, 'odo-2');
    for (const { ended } of [late, middle]) expect(await ended).toEqual({ code: 0, said: '' });

    for (const numbers of await picturesOf(await inState('nell', 'READY'))) {
      expect(numbers.length).toBeGreaterThan(picturesPerSecond);
      expect(numbers.filter((number) => number < lateFrom - 2)).toEqual([]);
    }
    const recording = await inState('odo', 'READY');
    expect(recording.gaps).toMatchObject([{ reason: 'CONSENT' }]);
    const left = range(middleFrom + 2, middleUntil - 2);
    for (const numbers of await picturesOf(recording)) {
      expect(numbers[0]).toBe(0);
      expect(numbers.at(-1)).toBe(16 * picturesPerSecond - 1);
      expect(numbers.filter((number) => left.includes(number))).toEqual([]);
    }
  }, 120_000);

  it('keeps a refusal over a restart of the engine, and proves who answered what', async () => {
    await consent('pia', false, 'pia-1');
    process.kill(house.engine.pid, 'SIGKILL');
    await house.engine.ended;
    house.engine = await house.startEngine();
    const publisher = await publish('pia');
    await publisher.reached(3);
    publisher.cut();
    await publisher.ended;
    expect(await inState('pia', 'FAILED')).toMatchObject({
      ...{ files: [], gaps: [{ reason: 'CONSENT' }] },
      failure: 'Media was left out from its beginning to its end.',
    });
    const { consentLog } = await house.ask<{
      consentLog: { totalCount: number; edges: { node: Record<string, unknown> }[] };
    }>(
      `query { consentLog(filter: { userId: "pia" }) { totalCount edges { node {
        userId allowed evidence evidenceSha256 givenBy outcome room } } } }`,
    );
    expect(consentLog).toEqual({
      totalCount: 1,
      edges: [
        {
          node: {
            ...{ userId: 'pia', allowed: false, room: null, outcome: 'APPLIED' },
            evidence: 'said so on the phone',
            evidenceSha256: createHash('sha256').update('said so on the phone').digest('hex'),
            givenBy: expect.any(String) as string,
          },
        },
      ],
    });
  }, 90_000);
});
