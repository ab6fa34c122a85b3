import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../../server/services/access/principal.ts';
import { openShelfRoom, type ShelfRoom } from '../../support/shelf-room.ts';

const page = { first: 10, after: null };
const actor = { id: 'key-1', role: 'admin', keyFingerprint: 'f1' };

describe('the audit log', () => {
  let room: ShelfRoom;
  let sql: postgres.Sql;
  beforeAll(async () => {
    room = await openShelfRoom();
    sql = postgres(room.databaseUrl, { max: 1, onnotice: () => undefined });
  });
  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await room.close();
  });

  it('can be added to and read by the server, and by no means changed or emptied', async () => {
    await room.store.audit.append({
      action: 'hold.put',
      principal: actor,
      sdkAppId: 1,
      detail: { why: 'x' },
    });
    const refused = [
      `update audit.entries set principal = 'nobody'`,
      `delete from audit.entries`,
      `truncate audit.entries`,
      `drop table audit.entries`,
      `alter table audit.entries disable trigger all`,
      `alter table audit.entries owner to current_user`,
      `drop schema audit cascade`,
      `create table audit.intruder (id int)`,
      `update audit.viewings set bytes = 0`,
      `delete from audit.viewings`,
    ];
    // PostgreSQL only warns that nothing was granted.
    await sql.unsafe('grant update, delete on audit.entries to current_user');
    for (const statement of refused)
      await expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' });
    // A number that is taken cannot be taken again.
    const forged = `insert into audit.entries (id, action) overriding system value values (1, 'forged')`;
    await expect(sql.unsafe(forged)).rejects.toMatchObject({ code: '23505' });
    const { rows } = await room.store.audit.entries({}, everything, page);
    expect(rows.map(({ row }) => row)).toMatchObject([
      { action: 'hold.put', principal: 'key-1', role: 'admin', detail: { why: 'x' } },
    ]);
  });

  it('pages newest first and filters by all that it knows', async () => {
    // More than ten, so that their numbers are of one digit and of two.
    for (let n = 0; n < 12; n++)
      await room.store.audit.append({
        action: 'retention.policy',
        principal: actor,
        sdkAppId: 2,
        detail: { n },
      });
    const filter = { sdkAppId: 2, actions: ['retention.policy'] as const, principal: 'key-1' };
    const first = await room.store.audit.entries(filter, everything, { first: 3, after: null });
    expect(first.rows.map(({ row }) => row.detail['n'])).toEqual([11, 10, 9]);
    expect(first).toMatchObject({ hasNextPage: true, totalCount: 12 });
    const rest = await room.store.audit.entries(filter, everything, {
      first: 20,
      after: first.rows.at(-1)!.cursor,
    });
    expect(rest.rows.map(({ row }) => row.detail['n'])).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect((await room.store.audit.entries(filter, { ...everything, sdkAppIds: [1] }, page)).totalCount).toBe(
      0,
    );
    await expect(
      room.store.audit.entries(filter, everything, { first: 1, after: 'x' }),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('writes down what an hour has grown by, however often it is asked', async () => {
    const id = await room.record({ streamId: 'watched' });
    const hour = new Date('2026-02-03T04:00:00Z');
    const total = (bytes: number, requests: number, lastMinute: number) => ({
      ...{ grantId: 'g1', fileId: 'watched-hls', bytes, requests },
      ...{ firstAt: hour, lastAt: new Date(hour.getTime() + lastMinute * 60_000) },
    });
    await room.store.audit.appendViewings(hour, [total(100, 1, 1)]);
    await room.store.audit.appendViewings(hour, [total(100, 1, 1)]);
    await Promise.all([
      room.store.audit.appendViewings(hour, [total(250, 3, 9)]),
      room.store.audit.appendViewings(hour, [total(250, 3, 9)]),
    ]);
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from audit.viewings`;
    expect(row!.n).toBe(2);
    expect(await room.store.audit.viewingsOf(id)).toEqual([{ ...total(250, 3, 9), recordingId: id }]);
  });
});

describe('grants', () => {
  let room: ShelfRoom;
  beforeAll(async () => {
    room = await openShelfRoom();
  });
  afterAll(async () => {
    await room.close();
  });

  it('of addresses are shared by repetitions, one row of the log each, and never after they were revoked', async () => {
    const recordingId = await room.record({ streamId: 'g' });
    const now = new Date();
    const request = {
      ...{ recordingId, fileId: 'g-hls', viewer: null, expiresAt: new Date(now.getTime() + 60_000) },
      ...{ previewSeconds: null, maxAddresses: null, download: false },
    };
    const ids = (requests: readonly (typeof request)[], by = actor) =>
      room.store.grants.idsFor(by, requests, now);
    const [one, other] = await ids([request, { ...request, fileId: 'g-mp4' }]);
    expect(one).not.toBe(other);
    expect(await ids([request])).toEqual([one]);
    expect(await ids([{ ...request, download: true }])).not.toEqual([one]);
    expect(await ids([request], { ...actor, id: 'key-2' })).not.toEqual([one]);
    const logged = await room.store.audit.entries({ actions: ['playback.grant'] }, everything, page);
    expect(logged.totalCount).toBe(4);
    await room.store.grants.revoke(one!, now);
    expect(await ids([request])).not.toEqual([one]);
  });

  it('made by themselves are renewed until they are revoked', async () => {
    const recordingId = await room.record({ streamId: 'h' });
    const { grants } = room.services;
    const terms = { expiresInSeconds: 600, previewSeconds: 60, maxAddresses: 2, download: false };
    const create = () =>
      grants.create(room.frontend, {
        ...{ recordingId, format: null, viewer: 'the judge', terms, idempotencyKey: 'grant-1' },
      });
    const made = await create();
    expect(made.address.url).toContain(made.grant.id);
    expect((await create()).grant.id).toBe(made.grant.id);
    const renewed = await grants.renew(room.frontend, made.grant.id, 3600);
    expect(renewed.grant.expiresAt.getTime()).toBeGreaterThan(made.grant.expiresAt.getTime());
    expect(renewed.grant).toMatchObject({ previewSeconds: 60, maxAddresses: 2 });
    const blind = { ...room.frontend, scope: { ...everything, userId: 'eve' } };
    await expect(grants.revoke(blind, made.grant.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await grants.revoke(room.frontend, made.grant.id)).revokedAt).not.toBeNull();
    await expect(grants.renew(room.frontend, made.grant.id, 3600)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const live = await room.store.grants.list({ recordingId, liveAt: new Date() }, everything, page);
    expect(live.totalCount).toBe(0);
  });
});
