import type { KeyObject } from 'node:crypto';
import { createSecretKey } from 'node:crypto';

/** Where werift keeps the keys of one direction of a session. */
export interface KeyedContext {
  readonly cipher: object;
}

const names = ['srtpSessionKey', 'srtcpSessionKey', 'srtpSessionAuthTag', 'srtcpSessionAuthTag'] as const;

/**
 * Makes key objects of the keys that werift keeps as bytes and gives to Node for each packet: Node 24 finds out anew each
 * time that bytes are no key object, which takes three times as long as the decryption of a packet does.
 */
export function holdKeys({ cipher }: KeyedContext): void {
  const keys = cipher as Partial<Record<(typeof names)[number], Buffer | KeyObject>>;
  for (const name of names) {
    const key = keys[name];
    if (Buffer.isBuffer(key)) keys[name] = createSecretKey(key);
  }
}
