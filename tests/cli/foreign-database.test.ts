import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { prepareTenants } from '../../cli/database/roles.ts';

const id = randomBytes(6).toString('hex');
const owner = `owner_${id}`;
const database = `foreign_${id}`;
const tenants = {
  engine: { role: `engine_${id}`, schema: 'engine', password: 'one' },
  server: { role: `server_${id}`, schema: 'server', password: 'two' },
};
let cluster: postgres.Sql;
let url: string;

beforeEach(async () => {
  cluster = postgres(inject('clusterUrl'), { max: 1, onnotice: () => undefined });
  await cluster.unsafe(`create role "${owner}" login createrole password 'o'`);
  await cluster.unsafe(`create database "${database}" owner "${owner}"`);
  const address = new URL(inject('clusterUrl'));
  address.username = owner;
  address.password = 'o';
  address.pathname = `/${database}`;
  url = address.href;
});

afterEach(async () => {
  await cluster.unsafe(`drop database "${database}" with (force)`);
  for (const role of [tenants.engine.role, tenants.server.role, owner])
    await cluster.unsafe(`drop role if exists "${role}"`);
  await cluster.end();
});

describe('A PostgreSQL given by DATABASE_URL', () => {
  it('is prepared by a user who may create roles and is no superuser, as often as it is started', async () => {
    await prepareTenants(url, tenants);
    const changed = { ...tenants, server: { ...tenants.server, password: 'three' } };
    const urls = await prepareTenants(url, changed);
    const server = postgres(urls.server, { max: 1 });
    await server`create table mine (id int)`;
    expect(
      await server`select schemaname::text as schema, tableowner::text as owner from pg_tables where tablename = 'mine'`,
    ).toEqual([{ schema: 'server', owner: tenants.server.role }]);
    await server.end();
  });

  it('is left alone, with one clear sentence, when the user may not create roles', async () => {
    await cluster.unsafe(`alter role "${owner}" nocreaterole`);
    await expect(prepareTenants(url, tenants)).rejects.toThrow(
      `The user "${owner}" of DATABASE_URL may not create roles: give it the right with "alter role ${owner} createrole", and let it own the database.`,
    );
  });

  it('keeps what the engine and the server own apart from the user who made their roles', async () => {
    await prepareTenants(url, tenants);
    const sql = postgres(url, { max: 1 });
    await expect(sql`create table engine.intruder (id int)`).rejects.toMatchObject({ code: '42501' });
    await sql.end();
  });
});
