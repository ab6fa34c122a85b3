import path from 'node:path';
import { z } from 'zod';
import { configKeys as keys } from './config-keys.ts';

const schema = z.object(keys);

/** The configuration as read; frozen. Keys are those of the environment, so that a message names what was typed. */
export type Config = Readonly<z.infer<typeof schema>>;

/** Reads every key once. Throws one error that lists all faults: bad values, and ROOMTAPE_ names that do not exist. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const mine = Object.entries(environment).filter(
    ([name, value]) =>
      (name.startsWith('ROOMTAPE_') || name === 'DATABASE_URL') && value !== undefined && value !== '',
  );
  const unknown = mine
    .filter(([name]) => !(name in keys))
    .map(([name]) => `${name} is no setting of Roomtape${nearest(name)}`);
  const result = schema.safeParse(Object.fromEntries(mine.filter(([name]) => name in keys)));
  const bad = result.success
    ? pairFaults(result.data)
    : result.error.issues.map(
        (issue) =>
          `${issue.path.join('.')}: ${issue.message} (${keys[issue.path[0] as keyof typeof keys].description ?? ''})`,
      );
  const faults = [...unknown, ...bad];
  if (faults.length > 0 || !result.success)
    throw new Error(`The configuration cannot be used:\n- ${faults.join('\n- ')}`);
  return Object.freeze({ ...result.data, ROOMTAPE_DATA: path.resolve(result.data.ROOMTAPE_DATA) });
}

/** Every key with its sentence and default, in the order above, for `roomtape doctor` and the documentation's test. */
export function describeConfig(): { name: string; sentence: string; fallback: string }[] {
  const defaults: Readonly<Record<string, unknown>> = schema.parse({});
  return Object.entries(keys).map(([name, key]) => ({
    name,
    sentence: key.description ?? '',
    fallback: describeValue(defaults[name]),
  }));
}

/** Whether the server speaks to Tencent's cloud, so that no engine of ours is started. */
export function usesTencent(config: Config): boolean {
  return config.ROOMTAPE_TENCENT_SECRET_ID !== undefined;
}

function pairFaults(config: z.infer<typeof schema>): string[] {
  const half =
    (config.ROOMTAPE_TENCENT_SECRET_ID === undefined) !== (config.ROOMTAPE_TENCENT_SECRET_KEY === undefined);
  return [
    ...(half
      ? ['ROOMTAPE_TENCENT_SECRET_ID and ROOMTAPE_TENCENT_SECRET_KEY are set together or not at all']
      : []),
    ...(config.ROOMTAPE_TENCENT_ENDPOINT !== undefined &&
    !half &&
    config.ROOMTAPE_TENCENT_SECRET_ID === undefined
      ? ['ROOMTAPE_TENCENT_ENDPOINT needs ROOMTAPE_TENCENT_SECRET_ID and ROOMTAPE_TENCENT_SECRET_KEY']
      : []),
    ...(config.ROOMTAPE_STORAGE?.startsWith('s3:') === true &&
    (config.ROOMTAPE_S3_ACCESS_KEY === undefined || config.ROOMTAPE_S3_SECRET_KEY === undefined)
      ? ['ROOMTAPE_STORAGE in S3 needs ROOMTAPE_S3_ACCESS_KEY and ROOMTAPE_S3_SECRET_KEY']
      : []),
  ];
}

/** A hint for a mistyped name: the known one with the longest beginning in common, if that goes past the prefix. */
function nearest(name: string): string {
  let best = { known: '', length: 'ROOMTAPE_'.length };
  for (const known of Object.keys(keys)) {
    let length = 0;
    while (length < known.length && known[length] === name[length]) length++;
    if (length > best.length) best = { known, length };
  }
  return best.known === '' ? '' : ` (is ${best.known} meant?)`;
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
