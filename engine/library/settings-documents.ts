import type postgres from 'postgres';

export const documentKinds = [
  'application',
  'record-template',
  'record-rule',
  'callback-template',
  'callback-rule',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** One thing that an operator set. `body` is plain JSON that only the owner of the kind reads. */
export interface SettingsDocument {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly body: unknown;
}

/** A document with a null body is taken away. */
export interface SettingsChange {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly body: unknown;
}

export async function readDocuments(sql: postgres.Sql): Promise<readonly SettingsDocument[]> {
  return sql<SettingsDocument[]>`select kind, key, body from settings_documents order by kind, key`;
}

/** All changes or none. */
export async function writeDocuments(sql: postgres.Sql, changes: readonly SettingsChange[]): Promise<void> {
  await sql.begin(async (transaction) => {
    for (const { kind, key, body } of changes) {
      if (body === null)
        await transaction`delete from settings_documents where kind = ${kind} and key = ${key}`;
      else
        await transaction`
          insert into settings_documents (kind, key, body)
          values (${kind}, ${key}, ${transaction.json(body as postgres.JSONValue)})
          on conflict (kind, key) do update set body = excluded.body, updated_at = now()`;
    }
  });
}
