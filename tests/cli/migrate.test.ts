import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../cli/database/migrate.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

let database: TestDatabase;
let folder: ReturnType<typeof openTemporaryFolder>;
let sql: postgres.Sql;
let url: string;

beforeEach(async () => {
  database = await openTestDatabase();
  folder = openTemporaryFolder();
  // A schema of its own: the house's migrations are in the others already.
  const admin = postgres(database.adminUrl, { max: 1 });
  await admin`create schema trial`;
  await admin.end();
  const address = new URL(database.adminUrl);
  address.searchParams.set('search_path', 'trial');
  url = address.href;
  sql = postgres(url, { max: 1 });
});

afterEach(async () => {
  await sql.end();
  folder.close();
  await database.close();
});

function file(name: string, text: string): void {
  writeFileSync(path.join(folder.path, name), text);
}

describe('Migrations', () => {
  it('are applied once each, in the order of their names', async () => {
    file('002-second.sql', 'alter table a add y int; insert into a values (1, 2);');
    file('001-first.sql', 'create table a (x int);');
    expect(await migrate(url, folder.path)).toEqual(['001-first.sql', '002-second.sql']);
    expect(await migrate(url, folder.path)).toEqual([]);
    expect(await sql`select x, y from a`).toEqual([{ x: 1, y: 2 }]);
  });

  it('are all or nothing: a file that fails leaves no trace and is named', async () => {
    file('001-half.sql', 'create table half (x int); select * from nothing_of_that_name;');
    await expect(migrate(url, folder.path)).rejects.toThrow(/Migration 001-half\.sql failed: relation/);
    expect(await sql`select to_regclass('trial.half') as found`).toEqual([{ found: null }]);
  });

  it('refuse a file that was changed, removed or slipped in before one that was applied', async () => {
    file('001-first.sql', 'create table a (x int);');
    file('003-third.sql', 'create table c (x int);');
    await migrate(url, folder.path);
    file('001-first.sql', 'create table a (x bigint);');
    file('002-late.sql', 'create table b (x int);');
    rmSync(path.join(folder.path, '003-third.sql'));
    await expect(migrate(url, folder.path)).rejects.toThrow(
      /001-first\.sql was changed after it was applied; 003-third\.sql was applied, but .*; 002-late\.sql comes before 003-third\.sql/,
    );
  });

  it('wait for each other when two starts come at once', async () => {
    file('001-first.sql', 'create table a (x int); select pg_sleep(0.2);');
    const both = await Promise.all([migrate(url, folder.path), migrate(url, folder.path)]);
    expect(both.flat()).toEqual(['001-first.sql']);
  });
});
