import { keepRunning } from '../keep-running.ts';
import { startEmbedded } from './embedded.ts';
import { prepareAudit } from './audit.ts';
import { createDatabase, prepareTenants } from './roles.ts';

export interface Database {
  /** How the engine and the server connect, each as its own role. */
  readonly urls: Readonly<Record<'engine' | 'server', string>>;
  /** Of the embedded one; null with DATABASE_URL or while it is being restarted. */
  pid(): number | null;
  stop(): Promise<void>;
}

export interface DatabaseOptions {
  /** DATABASE_URL; undefined = the embedded one. */
  readonly url: string | undefined;
  readonly folder: string;
  readonly secrets: { readonly admin: string; readonly engine: string; readonly server: string };
  readonly report: (sentence: string) => void;
}

/** Makes the database ready for the two processes: theirs to connect to, their roles and schemas there. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const tenants = {
    engine: { role: 'roomtape_engine', schema: 'engine', password: options.secrets.engine },
    server: {
      ...{ role: 'roomtape_server', schema: 'server', password: options.secrets.server },
      // Text anywhere in a word is found by index.
      extensions: ['pg_trgm'],
    },
  };
  if (options.url !== undefined) {
    const urls = await prepareTenants(options.url, tenants);
    await prepareAudit(options.url, tenants.server.role);
    return { urls, pid: () => null, stop: () => Promise.resolve() };
  }
  let clusterUrl = '';
  let fixed: { port: number } | undefined;
  const postgres = await keepRunning({
    name: 'PostgreSQL',
    report: options.report,
    start: async () => {
      const running = await startEmbedded(options.folder, options.secrets.admin, fixed);
      clusterUrl = running.adminUrl;
      // After the first start the port stays: the engine and the server were told of it.
      fixed = { port: running.port };
      return running;
    },
  });
  try {
    const adminUrl = await createDatabase(clusterUrl, 'roomtape');
    const urls = await prepareTenants(adminUrl, tenants);
    await prepareAudit(adminUrl, tenants.server.role);
    return {
      urls,
      pid: () => postgres.pid(),
      stop: () => postgres.stop(),
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
