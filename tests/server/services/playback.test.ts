import { describe, expect, it } from 'vitest';
import type { GrantRequest } from '../../../server/ports/grants.ts';
import type { RecordingFileRecord } from '../../../server/ports/records.ts';
import { openApiKeys } from '../../../server/services/access/api-keys.ts';
import type { Principal } from '../../../server/services/access/principal.ts';
import {
  chooseFile,
  findTermFaults,
  openPlayback,
  playbackSeconds,
  type PlaybackPart,
} from '../../../server/services/playback.ts';

const now = new Date('2026-11-24T12:00:00.750Z');
const keys = openApiKeys({ admin: 'a', frontend: 'f', finance: 'i', partner: 'p' });
const frontend = keys.find('f')!;
const partner = keys.find('p')!;
const granted: GrantRequest[] = [];
const playback = openPlayback(
  {
    sign: ({ mediaUrl }, { expiresAt, grantId }) =>
      Promise.resolve(`${mediaUrl}?t=${expiresAt.toISOString()}&us=${grantId}`),
    psign: ({ fileId }) => Promise.resolve(`psign of ${fileId}`),
  },
  {
    idsFor: (_by, requests) => {
      granted.push(...requests);
      return Promise.resolve(requests.map((_, index) => `grant${index}`));
    },
  },
  () => now,
);
const plain = { previewSeconds: null, maxAddresses: null, download: false } as const;

function file(part: Partial<RecordingFileRecord>): RecordingFileRecord {
  return {
    id: 'file',
    recordingId: 'recording',
    fileId: '5285890000000000001',
    format: 'mp4',
    part: 1,
    name: 'a',
    state: 'READY',
    bytes: 1,
    durationMs: 1,
    width: null,
    height: null,
    mediaUrl: `http://media/${part.format ?? 'mp4'}`,
    startedAt: now,
    endedAt: now,
    createdAt: now,
    ...{ deletedAt: null, goneBecause: null, subAppId: null, expiresAt: null, md5: null, coverUrl: null },
    ...{ spriteVttUrl: null, trashedAt: null, purgeAt: null, formerExpiresAt: null, deliveredPath: null },
    ...part,
  };
}

function tokenOf(maker: Principal, seconds: number): Principal {
  return { ...maker, kind: 'VIEWER_TOKEN', expiresAt: new Date(now.getTime() + seconds * 1000) };
}

async function play(
  principal: Principal,
  of: RecordingFileRecord,
  expiresInSeconds = 60,
  part: PlaybackPart = 'media',
) {
  const [address] = await playback.addresses(principal, [
    { file: of, part, terms: { ...plain, expiresInSeconds } },
  ]);
  return address ?? null;
}

describe('a playback address', () => {
  it('is of HLS where there is one, else of the next best format', () => {
    const all = [
      file({ format: 'aac' }),
      file({ format: 'flv' }),
      file({ format: 'mp4' }),
      file({ format: 'hls' }),
    ];
    const best = (files: RecordingFileRecord[]) => chooseFile(files, null)?.format;
    expect([4, 3, 2, 1].map((count) => best(all.slice(0, count)))).toEqual(['hls', 'mp4', 'flv', 'aac']);
    expect(chooseFile(all, 'flv')?.format).toBe('flv');
    expect(chooseFile(all.slice(0, 1), 'hls')).toBeNull();
  });

  it('is of the earliest file where a recording was split', () => {
    const later = file({ id: 'later', startedAt: new Date(now.getTime() + 1) });
    expect(chooseFile([later, file({ id: 'first' })], null)?.id).toBe('first');
  });

  it('exists only for a file that the media library has and that is open', async () => {
    for (const state of ['PENDING', 'TRASHED', 'DELETED', 'LOST', 'DELIVERED'] as const) {
      expect(await play(frontend, file({ state }))).toBeNull();
      expect(chooseFile([file({ state })], null)).toBeNull();
    }
    expect(await play(frontend, file({ mediaUrl: null }))).toBeNull();
    expect(await play(frontend, file({}), 60, 'cover')).toBeNull();
    expect((await play(frontend, file({ coverUrl: 'http://media/cover.jpg' }), 60, 'cover'))?.url).toMatch(
      /^http:\/\/media\/cover\.jpg\?/,
    );
  });

  it('needs the right to play, even where there is nothing to play', async () => {
    await expect(play(partner, file({}))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(playback.addresses(partner, [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('ends on a whole second and never after the token that asked for it', async () => {
    const ends = async (principal: Principal, seconds: number) =>
      (await play(principal, file({}), seconds))?.expiresAt;
    expect(await ends(frontend, 3600)).toEqual(new Date('2026-11-24T13:00:00Z'));
    expect(await ends(tokenOf(frontend, 120), 3600)).toEqual(new Date('2026-11-24T12:02:00Z'));
    expect(await ends(tokenOf(frontend, 7200), 3600)).toEqual(new Date('2026-11-24T13:00:00Z'));
  });

  it('is granted for each file that can be played, and for no other', async () => {
    granted.length = 0;
    const request = (of: RecordingFileRecord) => ({
      ...{ file: of, part: 'media' as const },
      terms: { ...plain, expiresInSeconds: 60 },
    });
    const answers = await playback.addresses(frontend, [
      request(file({ fileId: 'one' })),
      request(file({ fileId: 'gone', state: 'DELETED' })),
      request(file({ fileId: 'two' })),
    ]);
    expect(granted.map(({ fileId }) => fileId)).toEqual(['one', 'two']);
    expect(answers.map((answer) => answer?.grantId ?? null)).toEqual(['grant0', null, 'grant1']);
    expect(answers[2]!.url).toContain('us=grant1');
  });

  it.each([
    [{ expiresInSeconds: 59 }, 'expiresInSeconds'],
    [{ expiresInSeconds: 86_401 }, 'expiresInSeconds'],
    [{ expiresInSeconds: -1 }, 'expiresInSeconds'],
    [{ previewSeconds: 29 }, 'previewSeconds'],
    [{ maxAddresses: 10 }, 'maxAddresses'],
    [{ maxAddresses: 0 }, 'maxAddresses'],
  ])('has a fault with the terms %o', (terms, field) => {
    const faults = findTermFaults({ ...plain, expiresInSeconds: 60, ...terms }, playbackSeconds);
    expect(faults.map((fault) => fault.field)).toEqual([field]);
  });
});
