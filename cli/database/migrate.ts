import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';

/**
 * Brings a schema to the state that the plain SQL files of `folder` describe, in the order of their names, and answers
 * the names applied now. Each file is one transaction. A file that was applied is never changed again (its checksum is
 * kept): correct it by a new one. Two starts at once wait for each other.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const files = await readMigrations(folder);
  if (files.length === 0) return [];
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(hashtext('roomtape.migrate.' || current_schema()))`;
    await sql`create table if not exists migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
    const applied = new Map<string, string>();
    for (const row of await sql<
      { name: string; checksum: string }[]
    >`select name, checksum from migrations`) {
      applied.set(row.name, row.checksum);
    }
    requireUnchanged(files, applied);
    const news = files.filter((file) => !applied.has(file.name));
    for (const file of news) await apply(sql, file);
    return news.map((file) => file.name);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    names
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map(async (name) => {
        const text = await readFile(path.join(folder, name), 'utf8');
        return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
      }),
  );
}

function requireUnchanged(files: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const here = new Map(files.map((file) => [file.name, file]));
  const last = [...applied.keys()].sort().at(-1) ?? '';
  const faults = [
    ...[...applied]
      .filter(([name, sum]) => here.has(name) && here.get(name)?.checksum !== sum)
      .map(([name]) => `${name} was changed after it was applied`),
    ...[...applied.keys()]
      .filter((name) => !here.has(name))
      .map((name) => `${name} was applied, but this version has no such file (is it an older one?)`),
    ...files
      .filter(({ name }) => !applied.has(name) && name < last)
      .map(({ name }) => `${name} comes before ${last}, which is applied already`),
  ];
  if (faults.length > 0) throw new Error(`The database does not fit this version: ${faults.join('; ')}.`);
}

async function apply(sql: postgres.Sql, file: Migration): Promise<void> {
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(file.text);
      await transaction`insert into migrations (name, checksum) values (${file.name}, ${file.checksum})`;
    });
  } catch (error) {
    throw new Error(
      `Migration ${file.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
