import { describe, expect, it } from 'vitest';
import type { RecordingFileRecord } from '../../../server/ports/records.ts';
import { openApiKeys } from '../../../server/services/access/api-keys.ts';
import type { Principal } from '../../../server/services/access/principal.ts';
import { openPlayback } from '../../../server/services/playback.ts';

const now = new Date('2026-11-24T12:00:00.750Z');
const keys = openApiKeys({ admin: 'a', frontend: 'f', finance: 'i', partner: 'p' });
const frontend = keys.find('f')!;
const partner = keys.find('p')!;
const playback = openPlayback(
  { signPlayback: (url, expiresAt, grant) => `${url}?t=${expiresAt.toISOString()}&us=${grant}` },
  () => now,
);

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

describe('a playback address', () => {
  it('is of HLS where there is one, else of the next best format', () => {
    const all = [
      file({ format: 'aac' }),
      file({ format: 'flv' }),
      file({ format: 'mp4' }),
      file({ format: 'hls' }),
    ];
    const best = (files: RecordingFileRecord[]) =>
      playback.ofRecording(frontend, files, 60, null)?.file.format;
    expect([4, 3, 2, 1].map((count) => best(all.slice(0, count)))).toEqual(['hls', 'mp4', 'flv', 'aac']);
    expect(playback.ofRecording(frontend, all, 60, 'flv')?.file.format).toBe('flv');
    expect(playback.ofRecording(frontend, all.slice(0, 1), 60, 'hls')).toBeNull();
  });

  it('is of the earliest file where a recording was split', () => {
    const later = file({ id: 'later', startedAt: new Date(now.getTime() + 1) });
    expect(playback.ofRecording(frontend, [later, file({ id: 'first' })], 60, null)?.file.id).toBe('first');
  });

  it('exists only for a file that the media library has confirmed', () => {
    expect(playback.ofFile(frontend, file({ state: 'PENDING' }), 60)).toBeNull();
    expect(playback.ofFile(frontend, file({ state: 'DELETED' }), 60)).toBeNull();
    expect(playback.ofFile(frontend, file({ mediaUrl: null }), 60)).toBeNull();
    expect(playback.ofRecording(frontend, [file({ state: 'PENDING' })], 60, null)).toBeNull();
  });

  it('needs the right to play, even where there is nothing to play', () => {
    expect(() => playback.ofFile(partner, file({}), 60)).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
    expect(() => playback.ofRecording(partner, [], 60, null)).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
  });

  it('ends on a whole second and never after the token that asked for it', () => {
    const ends = (principal: Principal, seconds: number) =>
      playback.ofFile(principal, file({}), seconds)?.expiresAt;
    expect(ends(frontend, 3600)).toEqual(new Date('2026-11-24T13:00:00Z'));
    expect(ends(tokenOf(frontend, 120), 3600)).toEqual(new Date('2026-11-24T12:02:00Z'));
    expect(ends(tokenOf(frontend, 7200), 3600)).toEqual(new Date('2026-11-24T13:00:00Z'));
  });

  it('names a grant of its own each time', () => {
    const urls = new Set(Array.from({ length: 20 }, () => playback.ofFile(frontend, file({}), 60)?.url));
    expect(urls.size).toBe(20);
  });

  it.each([59, 86_401, 0, -1])('is refused for %d seconds', (seconds) => {
    expect(() => playback.ofFile(frontend, file({}), seconds)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', field: 'expiresInSeconds' }),
    );
  });
});
