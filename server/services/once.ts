import { createHash } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { IdempotencyStore } from '../ports/commands.ts';
import type { Principal } from './access/principal.ts';

export interface Once {
  readonly principal: Principal;
  readonly key: string;
  readonly operation: string;
  /** What the caller asked for; the same key with another input is a conflict. */
  readonly input: unknown;
}

export const idempotencyKeyRule = '1 to 128 printable ASCII characters';

/**
 * Runs `work` once for a key: a repeat answers what the first answered. A failure frees the key, since the repeat may
 * fare better; what must not be done twice is told by the answer of `work`, never by its error. Work that stores an intent before
 * it calls a provider promises its answer then: a repeat has it, even if this process does not live to answer.
 */
export async function once<T>(
  store: IdempotencyStore,
  { principal, key, operation, input }: Once,
  work: (promise: (answer: T) => Promise<void>) => Promise<T>,
): Promise<T> {
  if (!/^[\x20-\x7e]{1,128}$/.test(key)) {
    throw new DomainError(
      'BAD_INPUT',
      'caller',
      `input.idempotencyKey is ${JSON.stringify(key)}; allowed: ${idempotencyKeyRule}`,
      {
        faults: [{ field: 'input.idempotencyKey', got: JSON.stringify(key), allowed: idempotencyKeyRule }],
      },
    );
  }
  const claim = await store.claim(principal.id, key, operation, hashOf({ operation, input }));
  switch (claim.kind) {
    case 'done':
      return claim.result as T;
    case 'running':
      throw new DomainError(
        'CONFLICT',
        'caller',
        'A call with this idempotencyKey is still running; repeat it in a moment.',
        {
          field: 'input.idempotencyKey',
        },
      );
    case 'conflict':
      throw new DomainError(
        'IDEMPOTENCY_CONFLICT',
        'caller',
        'This idempotencyKey was used with another input; take a new key for a new command.',
        { field: 'input.idempotencyKey' },
      );
    case 'claimed':
      break;
  }
  let result: T;
  try {
    result = await work((answer) => store.promise(principal.id, key, answer));
  } catch (error) {
    await store.release(principal.id, key);
    throw error;
  }
  await store.complete(principal.id, key, result);
  return result;
}

/** SHA-256 of the input with its keys in order, so that the order in which a client writes them does not matter. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, inOrder)).digest('hex');
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
