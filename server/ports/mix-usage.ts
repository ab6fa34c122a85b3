import type { RoomName } from '../../domain/room/room-key.ts';

/** How long in one minute so many streams went into a mix. */
export interface MixCount {
  readonly slotStart: Date;
  /** Streams that were heard or seen. */
  readonly inputs: number;
  /** Area of all that were seen. */
  readonly inputPixels: number;
  readonly ms: number;
}

/** A mix as its provider counts it, whoever asked for it. */
export interface CountedMix {
  readonly providerMixId: string;
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly streamId: string;
  /** The user whose own call asked for it; null for a server's. */
  readonly askedBy: string | null;
  /** It goes out in place of that user's stream. */
  readonly intoOwnStream: boolean;
  /** 0 × 0 for sound alone. */
  readonly width: number;
  readonly height: number;
  readonly beganAt: Date;
  /** Null while it goes on. */
  readonly overAt: Date | null;
  readonly counts: readonly MixCount[];
}

export interface MixCounter {
  /** Whether the provider counts mixes one by one; else what went in is taken from the room's streams. */
  readonly isThere: boolean;
  /** Mixes that touch a time of at most a day, with what was counted in it. */
  counted(from: Date, until: Date): Promise<readonly CountedMix[]>;
}

/** Keeps what a provider counts of mixes; asking again replaces what was known of a minute. */
export interface MixUsageStore {
  /** The beginning of the last minute that is kept; null where nothing is. */
  lastSlot(): Promise<Date | null>;
  /**
   * Mixes that nobody asked for here become known by this. One of a room that is not known is passed over; answers those that
   * were kept.
   */
  keep(mixes: readonly CountedMix[]): Promise<readonly CountedMix[]>;
}
