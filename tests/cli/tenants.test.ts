import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
const connections: postgres.Sql[] = [];

function connect(url: string): postgres.Sql {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  connections.push(sql);
  return sql;
}

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(async () => {
  for (const sql of connections) await sql.end({ timeout: 5 });
  await database.close();
});

describe('The two roles of the database', () => {
  it('cannot read each other’s tables, and neither may write to the schema public', async () => {
    const engine = connect(database.engineUrl);
    const server = connect(database.serverUrl);
    await engine`create table secret_of_the_engine (id int)`;
    await server`create table secret_of_the_server (id int)`;

    await expect(server`select * from engine.secret_of_the_engine`).rejects.toMatchObject({ code: '42501' });
    await expect(engine`select * from server.secret_of_the_server`).rejects.toMatchObject({ code: '42501' });
    await expect(server`create table engine.intruder (id int)`).rejects.toMatchObject({ code: '42501' });
    await expect(server`create table public.intruder (id int)`).rejects.toMatchObject({ code: '42501' });
  });

  it('find their own schema without naming it', async () => {
    const [engine] = await connect(database.engineUrl)`select current_schema() as schema`;
    const [server] = await connect(database.serverUrl)`select current_schema() as schema`;
    expect([engine?.['schema'], server?.['schema']]).toEqual(['engine', 'server']);
  });

  it('cannot become each other or make roles', async () => {
    const server = connect(database.serverUrl);
    const role = new URL(database.engineUrl).username;
    await expect(server.unsafe(`set role "${role}"`)).rejects.toMatchObject({ code: '42501' });
    await expect(server`create role intruder superuser`).rejects.toMatchObject({ code: '42501' });
  });
});

describe('The embedded PostgreSQL', () => {
  it('is a real server of version 18, in UTF-8, that writes through to the disk', async () => {
    const [row] = await connect(database.adminUrl)`
      select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync,
        current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses`;
    expect(row).toEqual({ major: 18, fsync: 'on', encoding: 'UTF8', addresses: '127.0.0.1' });
  });
});
