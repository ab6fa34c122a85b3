import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SubjectFact } from '../../../server/ports/inbox.ts';
import { expireRecordings } from '../../../server/services/expire.ts';
import { watchLosses } from '../../../server/services/notice-losses.ts';
import { deleteLateFiles } from '../../../server/services/late-deletions.ts';
import { purgeTrash } from '../../../server/services/purge.ts';
import { eventually } from '../../support/eventually.ts';
import { fileIdOf, recordedFacts } from '../../support/recorded-facts.ts';
import { openShelfRoom, type ShelfRoom } from '../../support/shelf-room.ts';

const dayMs = 86_400_000;
let room: ShelfRoom;
let number = 0;
let key = '';
const one = { format: null, permanently: false } as const;

beforeAll(async () => {
  room = await openShelfRoom();
});
afterAll(async () => {
  await room.close();
});
beforeEach(() => {
  number += 1;
  key = `key${number}`;
  room.now = new Date();
  room.shelf.failing = null;
  room.shelf.deaf.clear();
  room.shelf.asked.length = 0;
});

const record = (part: { userId?: string; isConfirmed?: boolean; atMs?: number } = {}) =>
  room.record({ streamId: `s${number}`, ...part });
const fileId = (format: 'hls' | 'mp4') => fileIdOf(`s${number}`, format);
const later = (days: number): void => {
  room.now = new Date(room.now.getTime() + days * dayMs);
};
const trash = (id: string, part = {}) =>
  room.services.deleteRecordings(room.admin, { ...one, recordingIds: [id], idempotencyKey: key, ...part });
const hold = (id: string, held: boolean, part: object = {}) =>
  room.services.setLegalHold(room.admin, {
    targets: [{ kind: 'recording', sdkAppId: 1400000123, target: id }],
    ...{ held, reason: 'claim 4711', idempotencyKey: `${key}${String(held)}` },
    ...part,
  });
const events = (id: string, last: string) =>
  eventually(`the event ${last}`, async () => {
    const told = await room.events(id);
    return told.includes(last) ? told : null;
  });

describe('the trash', () => {
  it('closes files to players, lets the provider delete them later, and says when it is emptied', async () => {
    const id = await record();
    expect(await trash(id)).toEqual({ doneIds: [id], failures: [] });
    expect((await room.recording(id)).state).toBe('TRASHED');
    const purgeAt = new Date(room.now.getTime() + 7 * dayMs);
    for (const format of ['hls', 'mp4'] as const) {
      const media = room.shelf.media.get(fileId(format))!;
      expect(media.isOpen).toBe(false);
      expect(media.expiresAt!.getTime()).toBeGreaterThan(purgeAt.getTime());
    }
    for (const file of await room.files(id)) expect(file).toMatchObject({ state: 'TRASHED', purgeAt });
    const told = await events(id, 'recording.trashed');
    expect(told.filter((type) => type === 'recording.file_trashed')).toHaveLength(2);
  });

  it('is charged until it is purged, and not a moment longer', async () => {
    const id = await record();
    await trash(id);
    const stored = async () =>
      (await room.store.usage.storedFiles(1_400_000_123, 0, Date.now() + 60 * dayMs)).filter(
        ({ recordingId }) => recordingId === id,
      );
    expect((await stored()).map(({ untilMs }) => untilMs)).toEqual([null, null]);
    later(8);
    await purgeTrash(room.parts);
    expect((await stored()).map(({ untilMs }) => untilMs)).toEqual([room.now.getTime(), room.now.getTime()]);
  });

  it('is emptied once, when the time has come, whoever runs it', async () => {
    later(60);
    await purgeTrash(room.parts);
    const id = await record();
    await trash(id);
    expect(await purgeTrash(room.parts)).toBe(0);
    later(7.01);
    const counts = await Promise.all([purgeTrash(room.parts), purgeTrash(room.parts)]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(2);
    expect((await room.recording(id)).state).toBe('DELETED');
    expect(room.shelf.media.has(fileId('hls'))).toBe(false);
    expect(await purgeTrash(room.parts)).toBe(0);
  });

  it('gives back what was in it, with the expiry that it had, however often the trashing was tried', async () => {
    const id = await record();
    const former = new Date(Math.floor((room.now.getTime() + 100 * dayMs) / 1000) * 1000);
    room.shelf.media.get(fileId('hls'))!.expiresAt = former;
    room.shelf.failing = /change .*-mp4/;
    expect((await trash(id)).failures).toMatchObject([{ code: 'UNCONFIRMED' }]);
    expect((await room.recording(id)).state).toBe('READY');
    room.shelf.failing = null;
    expect((await trash(id, { idempotencyKey: `${key}again` })).doneIds).toEqual([id]);
    expect(await room.services.restoreRecordings(room.admin, [id], `${key}back`)).toEqual({
      doneIds: [id],
      failures: [],
    });
    expect(room.shelf.media.get(fileId('hls'))).toMatchObject({ isOpen: true, expiresAt: former });
    expect(room.shelf.media.get(fileId('mp4'))).toMatchObject({ isOpen: true, expiresAt: null });
    expect((await room.recording(id)).state).toBe('READY');
    expect(await events(id, 'recording.restored')).not.toContain('recording.deleted');
    later(30);
    await purgeTrash(room.parts);
    expect((await room.recording(id)).state).toBe('READY');
  });

  it('refuses to give back what is not in it', async () => {
    const id = await record();
    const answer = await room.services.restoreRecordings(room.admin, [id], key);
    expect(answer.failures).toMatchObject([{ recordingId: id, code: 'NOT_FOUND' }]);
  });

  it('takes one format and leaves the other', async () => {
    const id = await record();
    await trash(id, { format: 'hls' });
    expect((await room.files(id)).map(({ format, state }) => `${format} ${state}`).toSorted()).toEqual([
      'hls TRASHED',
      'mp4 READY',
    ]);
    expect((await room.recording(id)).state).toBe('READY');
    await trash(id, { format: 'mp4', permanently: true, idempotencyKey: `${key}mp4` });
    expect(room.shelf.media.has(fileId('mp4'))).toBe(false);
    expect((await room.recording(id)).state).toBe('TRASHED');
    const none = await trash(id, { format: 'aac', idempotencyKey: `${key}aac` });
    expect(none.failures).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('is gone round when asked to, and what is gone already is as good', async () => {
    const id = await record();
    room.shelf.media.delete(fileId('hls'));
    expect((await trash(id, { permanently: true })).doneIds).toEqual([id]);
    expect((await room.recording(id)).state).toBe('DELETED');
    expect(room.shelf.media.has(fileId('mp4'))).toBe(false);
  });
});

describe('a deletion asked for before the files come', () => {
  /** The library comes to know the files. */
  const come = (format?: 'hls' | 'mp4') =>
    room.store.facts.take(
      recordedFacts({
        ...{ streamId: `s${number}`, userId: 'ada', room: { kind: 'string', value: 'r' }, atMs: begunMs },
        formats: format === undefined ? ['hls', 'mp4'] : [format],
      }),
    );
  let begunMs = 0;
  const announce = (): Promise<string> => {
    begunMs = Date.now() - 60_000;
    return record({ isConfirmed: false, atMs: begunMs });
  };
  const states = async (id: string) =>
    (await room.files(id)).map(({ format, state }) => `${format} ${state}`).toSorted();

  it('is honoured when they do: into the trash, from where they come back', async () => {
    const id = await announce();
    expect((await trash(id)).doneIds).toEqual([id]);
    expect(await states(id)).toEqual(['hls PENDING', 'mp4 PENDING']);
    expect(room.shelf.asked).toEqual([]);
    await come('hls');
    expect(await deleteLateFiles(room.parts)).toBe(1);
    expect(await states(id)).toEqual(['hls TRASHED', 'mp4 PENDING']);
    expect(room.shelf.media.get(fileId('hls'))!.isOpen).toBe(false);
    await come();
    expect(await deleteLateFiles(room.parts)).toBe(1);
    expect((await room.recording(id)).state).toBe('TRASHED');
    expect(await deleteLateFiles(room.parts)).toBe(0);
    expect((await room.services.restoreRecordings(room.admin, [id], `${key}back`)).doneIds).toEqual([id]);
    expect(await deleteLateFiles(room.parts)).toBe(0);
    expect((await room.recording(id)).state).toBe('READY');
  });

  it('for good leaves none of them in the library, of the format that was asked for and no other', async () => {
    const id = await announce();
    expect((await trash(id, { permanently: true, format: 'mp4' })).failures).toEqual([]);
    await come();
    room.shelf.failing = /remove/;
    await expect(deleteLateFiles(room.parts)).rejects.toThrow();
    room.shelf.failing = null;
    expect(await deleteLateFiles(room.parts)).toBe(1);
    expect(await states(id)).toEqual(['hls READY', 'mp4 DELETED']);
    expect([room.shelf.media.has(fileId('hls')), room.shelf.media.has(fileId('mp4'))]).toEqual([true, false]);
  });

  it('waits for the end of a legal hold', async () => {
    const id = await announce();
    await trash(id, { permanently: true });
    expect((await hold(id, true)).failures).toEqual([]);
    await come();
    expect(await deleteLateFiles(room.parts)).toBe(0);
    await hold(id, false);
    expect(await deleteLateFiles(room.parts)).toBe(2);
    expect((await room.recording(id)).state).toBe('DELETED');
  });
});

describe('a legal hold', () => {
  it('stands only when the provider has confirmed it for every file', async () => {
    const id = await record();
    const soon = new Date(room.now.getTime() + dayMs);
    for (const format of ['hls', 'mp4'] as const) room.shelf.media.get(fileId(format))!.expiresAt = soon;
    room.shelf.deaf.add(fileId('mp4'));
    const refused = await hold(id, true);
    expect(refused.doneIndexes).toEqual([]);
    expect(refused.failures[0]!.message).toContain(fileId('mp4'));
    expect(await room.store.holds.holdsOver([id])).toEqual([]);
    // What had been changed for it is put back.
    await room.parts.holdFiles.settle();
    expect(room.shelf.media.get(fileId('hls'))!.expiresAt).toEqual(soon);

    room.shelf.deaf.clear();
    expect((await hold(id, true, { idempotencyKey: `${key}again` })).doneIndexes).toEqual([0]);
    expect(room.shelf.media.get(fileId('mp4'))!.expiresAt).toBeNull();
    expect(await room.store.holds.holdsOver([id])).toMatchObject([
      { kind: 'recording', reason: 'claim 4711' },
    ]);
    expect(await events(id, 'recording.held')).toBeDefined();
  });

  it('wins over deletion, the trash, the purge and retention, and gives them back when it is released', async () => {
    const id = await record();
    await trash(id);
    expect((await hold(id, true)).failures).toEqual([]);
    later(30);
    await purgeTrash(room.parts);
    expect((await room.recording(id)).state).toBe('TRASHED');
    await room.services.retention.setOwn(room.admin, {
      recordingIds: [id],
      days: 1,
      idempotencyKey: `${key}r`,
    });
    await expireRecordings({ ...room.parts, noticeDays: 7 });
    expect((await room.recording(id)).state).toBe('TRASHED');
    for (const permanently of [true, false]) {
      const answer = await trash(id, { permanently, idempotencyKey: `${key}delete${String(permanently)}` });
      expect(answer.failures).toMatchObject([{ code: 'CONFLICT' }]);
    }
    expect(room.shelf.media.has(fileId('hls'))).toBe(true);
    expect((await hold(id, false)).failures).toEqual([]);
    expect(await events(id, 'recording.released')).toContain('recording.held');
    await purgeTrash(room.parts);
    expect((await room.recording(id)).state).toBe('DELETED');
  });

  it('on a user covers a file before it is READY', async () => {
    const userId = `user${number}`;
    const target = { kind: 'user', sdkAppId: 1400000123, target: userId } as const;
    expect((await hold('', true, { targets: [target] })).doneIndexes).toEqual([0]);
    const id = await record({ userId, isConfirmed: false });
    const soon = new Date(room.now.getTime() + dayMs);
    room.shelf.media.get(fileId('hls'))!.expiresAt = soon;
    await room.parts.holdFiles.holdArriving({ fileId: fileId('hls'), subAppId: null });
    expect(room.shelf.media.get(fileId('hls'))!.expiresAt).toBeNull();
    expect(await room.store.shelfStore.protectedOf([id])).toEqual(new Set([id]));
    expect((await trash(id)).failures).toMatchObject([{ code: 'CONFLICT' }]);
    await hold('', false, { targets: [target] });
    expect(room.shelf.media.get(fileId('hls'))!.expiresAt).toBeNull();
  });

  it('goes on where its recording turns out to be part of another', async () => {
    const streamId = `s${number}`;
    const atMs = Date.now() - 600_000;
    const about = { about: 'stream', sdkAppId: 1400000123, streamId } as const;
    const identity = { room: null, userId: 'ada', streamType: 'main', userDefineRecordId: null } as const;
    const file = (name: string, startMs: number): SubjectFact[] => {
      const common = { fileId: name, bytes: 1, durationMs: 5000 };
      const confirmed = { name, mediaUrl: 'http://media.test/x', width: null, height: null };
      return [
        {
          ...about,
          fact: {
            ...{ ...common, type: 'file-announced', format: 'mp4', identity },
            ...{ startMs, endMs: startMs + 5000 },
          },
        },
        {
          ...about,
          fact: { ...common, ...confirmed, type: 'file-confirmed', createdAtMs: startMs } as const,
        },
      ];
    };
    const [one, other] = [`${streamId}-one`, `${streamId}-other`];
    room.shelf.add(one, other);
    await room.store.facts.take([...file(one, atMs), ...file(other, atMs + 60_000)]);
    const recordingOf = async (fileIds: string[]) =>
      (await room.store.shelfStore.filesByFileIds(fileIds)).map(({ recordingId }) => recordingId);
    const before = await recordingOf([other]);
    expect(await recordingOf([one])).not.toEqual(before);
    const soon = new Date(room.now.getTime() + 3 * dayMs);
    room.shelf.media.get(other)!.expiresAt = soon;
    expect((await hold(before[0]!, true)).failures).toEqual([]);
    // Only now does it become known that one stream was live all the time.
    const push = { sequence: streamId, width: 1, height: 1, identity };
    await room.store.facts.take([
      { ...about, fact: { ...push, type: 'push-started', atMs } },
      { ...about, fact: { ...push, type: 'push-ended', atMs: atMs + 70_000, startedAtMs: atMs } },
    ]);
    const [heir, same] = await recordingOf([one, other]);
    expect(heir).toBe(same);
    expect(await room.store.holds.holdsOver([heir!])).toMatchObject([{ reason: 'claim 4711' }]);
    await room.parts.holdFiles.settle();
    expect((await hold(heir!, false)).failures).toEqual([]);
    expect(room.shelf.media.get(other)!.expiresAt).toEqual(soon);
  });

  it('is only for the admin key, and wants a reason', async () => {
    const id = await record();
    const request = { targets: [], held: true, reason: ' ', idempotencyKey: key };
    expect(() => room.services.setLegalHold(room.frontend, request)).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
    expect(() => room.services.setLegalHold(room.admin, request)).toThrow(/input is 0 targets.*input.reason/);
    expect((await hold(id, false)).failures).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('that nobody acknowledged is withdrawn, and the expiry is as before', async () => {
    const id = await record();
    const soon = new Date(room.now.getTime() + 2 * dayMs);
    room.shelf.media.get(fileId('hls'))!.expiresAt = soon;
    await room.store.holds.ask({ kind: 'recording', sdkAppId: 1400000123, target: id }, 'r', 'k', room.now);
    await room.parts.holdFiles.settle();
    expect(room.shelf.media.get(fileId('hls'))!.expiresAt).toBeNull();
    expect((await trash(id)).failures).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await room.store.holds.withdrawStale(new Date(room.now.getTime() + 1))).toBeGreaterThan(0);
    await room.parts.holdFiles.settle();
    expect(room.shelf.media.get(fileId('hls'))!.expiresAt).toEqual(soon);
  });
});

describe('retention', () => {
  it('deletes on time, tells before, and shows before what it would do', async () => {
    const id = await record();
    await room.services.retention.setOwn(room.admin, { recordingIds: [id], days: 10, idempotencyKey: key });
    const run = () => expireRecordings({ ...room.parts, noticeDays: 7 });
    await run();
    expect(await room.events(id)).not.toContain('recording.expiring');
    const preview = await room.services.retention.preview(room.admin, 20);
    expect(preview.expiries).toMatchObject([{ recordingId: id, bytes: 2000, isHeld: false }]);
    expect(preview.totalBytes).toBe(2000);
    expect((await room.services.retention.preview(room.admin, 5)).expiries).toEqual([]);
    later(4);
    await run();
    await run();
    const told = await events(id, 'recording.expiring');
    expect(told.filter((type) => type === 'recording.expiring')).toHaveLength(1);
    expect((await room.recording(id)).state).toBe('READY');
    later(6.5);
    await run();
    expect((await room.recording(id)).state).toBe('DELETED');
    expect((await room.files(id)).map(({ goneBecause }) => goneBecause)).toEqual(['retention', 'retention']);
    expect(await events(id, 'recording.expired')).toContain('recording.deleted');
  });

  it('of an application goes by tag, the longest of several, and 0 is for ever', async () => {
    const id = await record();
    const policy = (tag: string | null, days: number | null) =>
      room.services.retention.setPolicy(room.admin, {
        ...{ sdkAppId: null, tag, days, idempotencyKey: `${key}${tag ?? ''}${String(days)}` },
      });
    const days = async () => {
      const ends = (await room.store.retentionEnds.endsOf([id])).get(id);
      const { endedAt } = await room.recording(id);
      return ends === undefined ? null : Math.round((ends.getTime() - endedAt!.getTime()) / dayMs);
    };
    expect(await days()).toBeNull();
    await policy(null, 30);
    expect(await days()).toBe(30);
    await policy('short', 5);
    await policy('long', 50);
    expect(await days()).toBe(30);
    const tag = (addTags: string[]) =>
      room.services.updateRecording(room.admin, {
        ...{ recordingId: id, description: null, addTags, removeTags: [] },
        idempotencyKey: `${key}${addTags.join('')}`,
      });
    await tag(['short']);
    expect(await days()).toBe(5);
    await tag(['long']);
    expect(await days()).toBe(50);
    await policy('ever', 0);
    await tag(['ever']);
    expect(await days()).toBeNull();
    for (const name of [null, 'short', 'long', 'ever']) await policy(name, null);
    expect(await room.services.retention.policies(room.admin)).toEqual([]);
  });
});

describe('a deletion behind our back', () => {
  const losses: unknown[] = [];
  const watch = () =>
    watchLosses(
      { ...room.parts, onLoss: (file, noticed, isHeld) => losses.push([file.fileId, noticed, isHeld]) },
      1000,
    );

  it('is noticed by the library’s event, once, and raised', async () => {
    const id = await record();
    losses.length = 0;
    room.shelf.media.delete(fileId('mp4'));
    room.shelf.notices.push({ handle: 'h1', fileIds: [fileId('mp4'), 'a-stranger'] });
    expect(await watch().listen()).toBe(2);
    expect(room.shelf.notices).toEqual([]);
    expect(losses).toEqual([[fileId('mp4'), 'event', false]]);
    const lost = (await room.files(id)).find(({ format }) => format === 'mp4');
    expect(lost).toMatchObject({ state: 'LOST', goneBecause: 'lost-by-event' });
    expect((await room.recording(id)).state).toBe('READY');
    room.shelf.notices.push({ handle: 'h2', fileIds: [fileId('mp4')] });
    await watch().listen();
    expect(losses).toHaveLength(1);
    expect(await events(id, 'recording.file_lost')).not.toContain('recording.lost');
  });

  it('of a file that nobody has looked up yet is a loss too, where the library tells of it', async () => {
    const id = await record({ isConfirmed: false });
    losses.length = 0;
    room.shelf.media.delete(fileId('mp4'));
    room.shelf.notices.push({ handle: 'h4', fileIds: [fileId('mp4')] });
    await watch().listen();
    expect(losses).toEqual([[fileId('mp4'), 'event', false]]);
    const [hls, mp4] = (await room.files(id)).toSorted((one, other) => (one.format < other.format ? -1 : 1));
    expect([hls!.state, mp4!.state]).toEqual(['PENDING', 'LOST']);
  });

  it('is found by the sweep, and is severe under a hold', async () => {
    const id = await record();
    await hold(id, true);
    losses.length = 0;
    later(1);
    for (const format of ['hls', 'mp4'] as const) room.shelf.media.delete(fileId(format));
    await watch().sweep();
    expect(losses).toEqual(
      expect.arrayContaining([
        [fileId('hls'), 'sweep', true],
        [fileId('mp4'), 'sweep', true],
      ]),
    );
    expect((await room.recording(id)).state).toBe('LOST');
    await room.eventsGivenOut();
    const told = await room.store.events.read(
      null,
      { recordingId: id, types: ['recording.file_lost'] },
      { sdkAppIds: null, roomIds: null, recordingIds: null, userId: null },
      10,
    );
    expect(told.map(({ data }) => data['severe'])).toEqual([true, true]);
    await hold(id, false);
  });

  it('is none where the file had expired, was purged, or was deleted here', async () => {
    const id = await record();
    losses.length = 0;
    room.shelf.media.get(fileId('hls'))!.expiresAt = new Date(room.now.getTime() + 2 * dayMs);
    later(1);
    await watch().sweep();
    expect((await room.files(id)).find(({ format }) => format === 'hls')!.expiresAt).not.toBeNull();
    later(2);
    room.shelf.media.delete(fileId('hls'));
    await watch().sweep();
    expect((await room.files(id)).find(({ format }) => format === 'hls')).toMatchObject({
      ...{ state: 'DELETED', goneBecause: 'storage-time' },
    });
    await trash(id, { permanently: true });
    room.shelf.notices.push({ handle: 'h3', fileIds: [fileId('mp4')] });
    await watch().listen();
    expect(losses).toEqual([]);
    expect((await room.recording(id)).state).toBe('DELETED');
  });
});

describe('tags and a description', () => {
  it('are on the recording, on its files, and found by search', async () => {
    const id = await record();
    const change = { recordingId: id, description: 'Witness Ünal', addTags: ['b', 'a'], removeTags: [] };
    await room.services.updateRecording(room.frontend, { ...change, idempotencyKey: key });
    expect(await room.recording(id)).toMatchObject({ tags: ['a', 'b'], description: 'Witness Ünal' });
    expect(room.shelf.media.get(fileId('hls'))).toMatchObject({ description: 'Witness Ünal' });
    expect([...room.shelf.media.get(fileId('mp4'))!.tags].toSorted()).toEqual(['a', 'b']);
    expect(await events(id, 'recording.updated')).toBeDefined();
    await expect(
      room.services.updateRecording(room.frontend, {
        ...{ ...change, addTags: ['', 'x'.repeat(33)], description: 'd'.repeat(129) },
        idempotencyKey: `${key}bad`,
      }),
    ).rejects.toThrow(/input.description.*input.addTags.0.*input.addTags.1/);
  });

  it('are not changed here where the provider refuses', async () => {
    const id = await record();
    room.shelf.failing = /change/;
    const change = { recordingId: id, description: 'x', addTags: ['t'], removeTags: [], idempotencyKey: key };
    await expect(room.services.updateRecording(room.admin, change)).rejects.toMatchObject({
      code: 'UNCONFIRMED',
    });
    expect(await room.recording(id)).toMatchObject({ tags: [], description: '' });
  });
});
