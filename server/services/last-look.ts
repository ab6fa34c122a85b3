import type { WaitingRecording } from '../ports/inbox.ts';
import type { DoubtfulStream } from '../ports/reconciliation.ts';

/** A recording of which something is overdue. */
export interface OverdueRecording extends Pick<WaitingRecording, 'sdkAppId' | 'streamId' | 'startedAt'> {
  /** Announced files that the media library should know by now. */
  readonly fileIds: readonly string[];
  /** Whether anything but these is overdue. */
  readonly isUntold: boolean;
}

export interface LastLookDeps {
  /** Asks for everything about a stream and takes it in. Throws where the provider does not answer. */
  readonly lookFor: (stream: DoubtfulStream) => Promise<unknown>;
  /** Looks files up in the media library and takes them in. Throws where it does not answer. */
  readonly lookUp: (fileIds: readonly string[]) => Promise<void>;
  readonly clock: () => Date;
}

/** What came of the look; a recording that is not in it has its turn later. */
export type Looks = ReadonlyMap<string, 'looked' | 'unanswered'>;

export function lookKey({ sdkAppId, streamId }: Pick<WaitingRecording, 'sdkAppId' | 'streamId'>): string {
  return `${sdkAppId}/${streamId}`;
}

const dayMs = 86_400_000;
const mostAtOnce = 50;
/** After so many in a row an application's provider is left alone for a while. */
const failuresInARow = 3;
const leftAloneMs = 60_000;

/** Asks the provider for what is overdue, once more, before anybody gives it up. */
export function openLastLook({ lookFor, lookUp, clock }: LastLookDeps): {
  readonly look: (overdue: readonly OverdueRecording[]) => Promise<Looks>;
} {
  const leftAloneUntil = new Map<number, number>();
  /** When each was last asked about in vain: the others come first. */
  const triedMs = new Map<string, number>();

  const ask = async ({
    sdkAppId,
    streamId,
    startedAt,
    fileIds,
    isUntold,
  }: OverdueRecording): Promise<void> => {
    if (isUntold) await lookFor({ sdkAppId, streamId, from: new Date(startedAt.getTime() - dayMs) });
    if (fileIds.length > 0) await lookUp(fileIds);
  };

  return {
    async look(overdue) {
      const nowMs = clock().getTime();
      const keys = new Set(overdue.map(lookKey));
      for (const key of triedMs.keys()) if (!keys.has(key)) triedMs.delete(key);
      const lastTried = (recording: OverdueRecording): number => triedMs.get(lookKey(recording)) ?? -Infinity;
      const looks = new Map<string, 'looked' | 'unanswered'>();
      const failures = new Map<number, number>();
      let asked = 0;
      for (const recording of overdue.toSorted((one, other) => lastTried(one) - lastTried(other) || 0)) {
        const { sdkAppId } = recording;
        const key = lookKey(recording);
        if ((leftAloneUntil.get(sdkAppId) ?? 0) > nowMs) {
          looks.set(key, 'unanswered');
          continue;
        }
        if (asked === mostAtOnce) continue;
        asked += 1;
        try {
          await ask(recording);
          looks.set(key, 'looked');
          failures.delete(sdkAppId);
        } catch {
          looks.set(key, 'unanswered');
          triedMs.set(key, nowMs);
          const inARow = (failures.get(sdkAppId) ?? 0) + 1;
          failures.set(sdkAppId, inARow);
          if (inARow === failuresInARow) leftAloneUntil.set(sdkAppId, nowMs + leftAloneMs);
        }
      }
      return looks;
    },
  };
}
