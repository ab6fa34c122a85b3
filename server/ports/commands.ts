import type { MixLayout } from '../../domain/mixing/layout.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { MixRecord } from './records.ts';

/** One remembered mutation: the same key with the same input answers the same; with another input it is a conflict. */
export interface IdempotencyStore {
  /** Claims the key, or gives what it answered. `running` = claimed by a call that has not ended. */
  claim(
    principal: string,
    key: string,
    operation: string,
    inputHash: string,
  ): Promise<
    | { readonly kind: 'claimed' }
    | { readonly kind: 'running' }
    | { readonly kind: 'done'; readonly result: unknown }
    | { readonly kind: 'conflict' }
  >;
  /** What it will answer is known, whatever becomes of the call: from now on a repeat has that. */
  promise(principal: string, key: string, result: unknown): Promise<void>;
  complete(principal: string, key: string, result: unknown): Promise<void>;
  /** The call failed for a reason that a repeat may heal: the key is free again. */
  release(principal: string, key: string): Promise<void>;
}

/** A mix as it is asked for. */
export interface RequestedMix extends Pick<
  MixRecord,
  'id' | 'sdkAppId' | 'roomId' | 'streamId' | 'width' | 'height' | 'requestedAt'
> {
  readonly recordId: string;
  readonly form: MixForm;
}

/** Stores intents before the vendor is called and settles them after; each change appends its event in the same transaction. */
export interface CommandStore {
  requestMix(mix: RequestedMix): Promise<MixRecord>;
  settleMix(
    id: string,
    state: 'RUNNING' | 'UNCONFIRMED' | 'STOPPED' | 'REFUSED',
    failure: string | null,
  ): Promise<MixRecord>;
  /** Stores that a mix is to stop, before the vendor is called: it is UNCONFIRMED until that is settled. */
  requestStop(id: string, requestedAt: Date): Promise<void>;
  /** Stores the layout that a running mix is to have, before the vendor is asked for it. */
  requestLayout(id: string, layout: MixLayout, requestedAt: Date): Promise<void>;
  /** Says what became of it: in effect, not taken, or not known. */
  settleLayout(id: string, outcome: 'APPLIED' | 'REFUSED' | 'UNCONFIRMED'): Promise<void>;
  /** Decides mixes whose start or stop is open since before `requestedBefore` by what their streams show, and tells. Answers how many. */
  lapseMixes(requestedBefore: Date): Promise<number>;
  /** Runs `work` while no other command on the same room runs, in this or another process. */
  serialised<T>(roomId: string, work: () => Promise<T>): Promise<T>;
}
