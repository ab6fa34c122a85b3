export const holdKinds = ['recording', 'room', 'user'] as const;
export type HoldKind = (typeof holdKinds)[number];

/** What a hold is on. A room or a user holds all their recordings, those to come included. */
export interface HoldTarget {
  readonly kind: HoldKind;
  readonly sdkAppId: number;
  /** The id of the recording or room session, or the user's name. */
  readonly target: string;
}

export interface HoldRecord extends HoldTarget {
  readonly id: string;
  readonly reason: string;
  readonly heldBy: string;
  readonly heldAt: Date;
}

export interface HoldStore {
  /** From here on nothing of the target is deleted. Answers the id, of the hold that stands already where one does. */
  ask(target: HoldTarget, reason: string, by: string, at: Date): Promise<{ id: string; stands: boolean }>;
  /** The provider confirmed: the hold stands, and an event says so for each recording. */
  acknowledge(id: string, at: Date): Promise<void>;
  /** It could not be put on: it never was. */
  withdraw(id: string): Promise<void>;
  /** Null where none stands. Appends an event for each recording. */
  release(target: HoldTarget, at: Date): Promise<HoldRecord | null>;
  /** Asked for before this and never acknowledged: whoever asked died. */
  withdrawStale(askedBefore: Date): Promise<number>;
  /** The recordings that a target covers now. */
  recordingsUnder(
    target: HoldTarget,
  ): Promise<readonly { readonly id: string; readonly roomId: string | null }[]>;
  /** The holds that stand over each recording, for loaders. */
  holdsOver(
    recordingIds: readonly string[],
  ): Promise<readonly (HoldRecord & { readonly recordingId: string })[]>;
}
