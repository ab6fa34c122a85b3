import { DomainError } from '../../../domain/errors.ts';
import { translateError } from './errors.ts';
import type { TencentClients } from './clients.ts';

export interface OwnCall {
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Where no answer comes, what was asked for may have happened: the error is then UNCONFIRMED. */
  readonly changesSomething: boolean;
  /** Why Tencent's cloud cannot do it, and what to do instead: the sentence of the refusal. */
  readonly onCloud: string;
}

/** Asks an engine of ours for what the vendor's API lacks. Throws UNSUPPORTED on Tencent's cloud, before anything is sent. */
export async function callOwn(
  clients: Pick<TencentClients, 'own'>,
  { action, parameters, changesSomething, onCloud }: OwnCall,
): Promise<Readonly<Record<string, unknown>>> {
  if (clients.own === null) throw new DomainError('UNSUPPORTED', 'caller', onCloud);
  try {
    return (await clients.own.request(action, parameters)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw translateError(error, action, changesSomething);
  }
}
