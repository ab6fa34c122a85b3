import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const text = z.string().min(16);

/** data/keys.json: what people use. The shape is fixed; backends and scripts read it. */
const keysSchema = z.strictObject({
  admin: text,
  frontend: text,
  finance: text,
  partner: text,
  tencent: z.strictObject({ secretId: text, secretKey: text }),
  application: z.strictObject({ sdkAppId: z.number().int().positive(), secretKey: text, callbackKey: text }),
});
export type Keys = z.infer<typeof keysSchema>;

/** data/secrets.json: what only our own processes use among themselves. */
const secretsSchema = z.strictObject({
  database: z.strictObject({ admin: text, engine: text, server: text }),
  playKey: text,
  tokenSecret: text,
});
export type Secrets = z.infer<typeof secretsSchema>;

/** Reads the keys of a data folder, or makes them at its first start (`isNew`). Only their owner may read the file. */
export function openKeys(folder: string, sdkAppId: number): { keys: Keys; isNew: boolean } {
  const file = path.join(folder, 'keys.json');
  const isNew = !existsSync(file);
  return { keys: open(file, keysSchema, () => makeKeys(sdkAppId)), isNew };
}

/** Reads the secrets of a data folder, or makes them. */
export function openSecrets(folder: string): Secrets {
  return open(path.join(folder, 'secrets.json'), secretsSchema, makeSecrets);
}

function makeKeys(sdkAppId: number): Keys {
  const apiKey = (role: string): string => `rt_${role}_${randomBytes(24).toString('hex')}`;
  return {
    admin: apiKey('admin'),
    frontend: apiKey('frontend'),
    finance: apiKey('finance'),
    partner: apiKey('partner'),
    // The vendor's shapes: AKID and 32 letters or digits; keys of 32.
    tencent: { secretId: `AKID${letters(32)}`, secretKey: letters(32) },
    application: { sdkAppId, secretKey: randomBytes(32).toString('hex'), callbackKey: letters(32) },
  };
}

function makeSecrets(): Secrets {
  const secret = (): string => randomBytes(24).toString('hex');
  // The vendor's hotlink keys are 8 to 20 letters and digits.
  return {
    database: { admin: secret(), engine: secret(), server: secret() },
    playKey: letters(20),
    tokenSecret: randomBytes(32).toString('hex'),
  };
}

function letters(count: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function open<T>(file: string, schema: z.ZodType<T>, make: () => T): T {
  if (!existsSync(file)) {
    // Whole or not at all: keys that are half written would lock everybody out.
    writeFileSync(`${file}.new`, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(
      `${file} cannot be used: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
      { cause: error },
    );
  }
}
