import type { DerivedRecordingState } from './lifecycle.ts';

/** What can be asked of a recording. */
export const recordingCommands = ['PAUSE', 'RESUME', 'DELETE', 'RESTORE'] as const;
export type RecordingCommand = (typeof recordingCommands)[number];

interface StateRules {
  /** What may be commanded. */
  readonly commands: readonly RecordingCommand[];
  /** What it can become next by what happens; what becomes known late may lead elsewhere. */
  readonly next: readonly DerivedRecordingState[];
}

/** What becomes of a recording whose files leave the shelf. */
const gone: readonly DerivedRecordingState[] = ['TRASHED', 'DELETED', 'LOST', 'DELIVERED'];

/** The lifecycle of a recording. Every state that is not final has a deadline in `waits.ts`. */
export const recordingStates: Readonly<Record<DerivedRecordingState, StateRules>> = {
  RECORDING: { commands: ['PAUSE'], next: ['PAUSED', 'WAITING', 'PROCESSING', 'READY', 'FAILED'] },
  // A user who does not consent is held for that: a pause on top holds on when consent comes.
  PAUSED: {
    commands: ['PAUSE', 'RESUME'],
    next: ['RECORDING', 'WAITING', 'PROCESSING', 'READY', 'FAILED'],
  },
  WAITING: { commands: ['PAUSE', 'RESUME'], next: ['RECORDING', 'PAUSED', 'PROCESSING', 'READY', 'FAILED'] },
  PROCESSING: { commands: ['DELETE'], next: ['READY', 'FAILED', ...gone] },
  READY: { commands: ['DELETE'], next: gone },
  FAILED: { commands: ['DELETE'], next: ['READY', ...gone] },
  TRASHED: { commands: ['DELETE', 'RESTORE'], next: ['READY', 'DELETED', 'LOST'] },
  LOST: { commands: [], next: [] },
  DELIVERED: { commands: [], next: [] },
  DELETED: { commands: [], next: [] },
};

/** The states in which a command is allowed, for the sentence that refuses it in another. */
export function statesFor(command: RecordingCommand): readonly DerivedRecordingState[] {
  return (Object.keys(recordingStates) as DerivedRecordingState[]).filter((state) =>
    recordingStates[state].commands.includes(command),
  );
}
