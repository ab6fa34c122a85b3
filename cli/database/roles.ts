import postgres from 'postgres';

/** One of the two processes that keep data: its role, its schema (of the same short name) and its password. */
export interface Tenant {
  readonly role: string;
  readonly schema: string;
  readonly password: string;
  /** Trusted extensions of PostgreSQL wanted in its schema; where the cluster does not ship one, it is done without. */
  readonly extensions?: readonly string[];
}

/**
 * Makes each tenant's role and schema in the database of `adminUrl`, and answers the addresses by which they connect.
 * Repeatable: a role that exists gets the password given. Neither may use the other's schema, nor `public`. Roles
 * belong to a whole PostgreSQL server: two Roomtapes on one server, even in two databases, would share them.
 */
export async function prepareTenants<Name extends string>(
  adminUrl: string,
  tenants: Readonly<Record<Name, Tenant>>,
): Promise<Record<Name, string>> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  const names = Object.keys(tenants) as Name[];
  try {
    await requireRight(sql);
    await sql`select pg_advisory_lock(hashtext('roomtape.roles'))`;
    const [{ database } = { database: '' }] = await sql<
      { database: string }[]
    >`select current_database() as database`;
    await sql`revoke all on database ${sql(database)} from public`;
    for (const name of names) await prepareTenant(sql, database, tenants[name]);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return Object.fromEntries(names.map((name) => [name, addressFor(adminUrl, tenants[name])])) as Record<
    Name,
    string
  >;
}

async function prepareTenant(sql: postgres.Sql, database: string, tenant: Tenant): Promise<void> {
  const { role, schema, password } = tenant;
  const known = await sql`select from pg_roles where rolname = ${role}`;
  // Only a superuser may repeat the attributes of a role that exists. The statement takes no parameters.
  const statement =
    known.length === 0
      ? `create role "${role}" login nosuperuser nocreatedb nocreaterole`
      : `alter role "${role}"`;
  await sql.unsafe(`${statement} password '${quote(password)}'`);
  await sql`grant connect, temporary on database ${sql(database)} to ${sql(role)}`;
  const owned = await sql`select from pg_namespace where nspname = ${schema}`;
  if (owned.length === 0) {
    // An administrator who is no superuser must be a member of the role to give it a schema, and leaves it afterwards.
    await sql.unsafe(`grant "${role}" to current_user`);
    await sql`create schema ${sql(schema)} authorization ${sql(role)}`;
    await sql.unsafe(`revoke "${role}" from current_user`);
  }
  await sql`alter role ${sql(role)} in database ${sql(database)} set search_path = ${sql(schema)}`;
  for (const extension of tenant.extensions ?? []) await prepareExtension(sql, extension, tenant);
}

/** Extensions belong to a whole database, and are made by who may create in it: not by the tenant. */
async function prepareExtension(
  sql: postgres.Sql,
  extension: string,
  { role, schema }: Tenant,
): Promise<void> {
  const absent = await sql`
    select from pg_available_extensions where name = ${extension} and installed_version is null`;
  if (absent.length === 0) return;
  await sql.unsafe(`grant "${role}" to current_user`);
  await sql`create extension if not exists ${sql(extension)} with schema ${sql(schema)}`;
  await sql.unsafe(`revoke "${role}" from current_user`);
}

async function requireRight(sql: postgres.Sql): Promise<void> {
  const [user] = await sql<{ name: string; able: boolean }[]>`
    select rolname as name, rolsuper or rolcreaterole as able from pg_roles where rolname = current_user`;
  if (user?.able !== true) {
    throw new Error(
      `The user "${user?.name ?? ''}" of DATABASE_URL may not create roles: give it the right with "alter role ${user?.name ?? ''} createrole", and let it own the database.`,
    );
  }
}

function quote(text: string): string {
  return text.replaceAll("'", "''");
}

function addressFor(adminUrl: string, tenant: Tenant): string {
  const url = new URL(adminUrl);
  url.username = tenant.role;
  url.password = tenant.password;
  return url.href;
}

/** Makes the database `name` on the cluster, unless it is there; answers its address. */
export async function createDatabase(clusterUrl: string, name: string): Promise<string> {
  const sql = postgres(clusterUrl, { max: 1, onnotice: () => undefined });
  try {
    const known = await sql`select from pg_database where datname = ${name}`;
    if (known.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}
