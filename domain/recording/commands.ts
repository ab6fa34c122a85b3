import type { DerivedRecordingState } from './lifecycle.ts';

/** What can be asked of a recording. */
export const recordingCommands = ['PAUSE', 'RESUME', 'DELETE', 'RESTORE'] as const;
export type RecordingCommand = (typeof recordingCommands)[number];

interface StateRules {
  /** What may be commanded. */
  readonly commands: readonly RecordingCommand[];
  /**
   * What it can become next when facts become known in the order in which they happen, any of them never. A fact that
   * comes late may lead to whatever state the whole set of facts has: no change is lost for having come out of order.
   */
  readonly next: readonly DerivedRecordingState[];
}

/** What becomes of a recording whose files leave the shelf. */
const gone: readonly DerivedRecordingState[] = ['TRASHED', 'DELETED', 'LOST', 'DELIVERED'];

/** The lifecycle of a recording. Every state that is not final has a deadline in `waits.ts`. */
export const recordingStates: Readonly<Record<DerivedRecordingState, StateRules>> = {
  RECORDING: { commands: ['PAUSE'], next: ['PAUSED', 'WAITING', 'PROCESSING', 'FAILED'] },
  // A user who does not consent is held for that: a pause on top holds on when consent comes.
  PAUSED: { commands: ['PAUSE', 'RESUME'], next: ['RECORDING', 'WAITING', 'PROCESSING', 'FAILED'] },
  WAITING: { commands: ['PAUSE', 'RESUME'], next: ['RECORDING', 'PAUSED', 'PROCESSING', 'FAILED'] },
  PROCESSING: { commands: ['DELETE'], next: ['READY', 'FAILED', ...gone] },
  // A file may come back from the trash before the media library ever knew it.
  READY: { commands: ['DELETE'], next: ['PROCESSING', ...gone] },
  // A deadline took it for failed: what comes after all heals it.
  FAILED: { commands: ['DELETE'], next: ['PROCESSING', 'READY', ...gone] },
  TRASHED: {
    commands: ['DELETE', 'RESTORE'],
    next: ['PROCESSING', 'READY', 'FAILED', 'DELETED', 'LOST', 'DELIVERED'],
  },
  LOST: { commands: [], next: [] },
  // A file that a deadline took for failed lies in no place until it is found: found late, it is told of with the rest.
  DELIVERED: { commands: [], next: ['LOST'] },
  DELETED: { commands: [], next: ['LOST', 'DELIVERED'] },
};

/** The states in which a command is allowed, for the sentence that refuses it in another. */
export function statesFor(command: RecordingCommand): readonly DerivedRecordingState[] {
  return (Object.keys(recordingStates) as DerivedRecordingState[]).filter((state) =>
    recordingStates[state].commands.includes(command),
  );
}
