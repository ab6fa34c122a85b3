import type { RecordingGap } from './gaps.ts';

export type InstructionKind = 'PAUSE' | 'RESUME';
export type InstructionState = 'REQUESTED' | 'DONE' | 'UNCONFIRMED' | 'REFUSED' | 'LAPSED';

/** A command to a running recording and how it stands. */
export interface Instruction {
  readonly kind: InstructionKind;
  readonly state: InstructionState;
  readonly requestedAt: Date;
}

/** Whole seconds on one side, and clocks of two machines. */
const toleranceMs = 3000;
/** A provider answers in seconds and tells in some more; after this nothing is on its way. */
export const instructionDeadlineMs = 120_000;

function byCommand({ reason }: RecordingGap): boolean {
  return reason !== 'consent';
}

/** Whether the gaps of a recording show that an instruction was followed. */
export function isShown({ kind, requestedAt }: Instruction, gaps: readonly RecordingGap[]): boolean {
  const fromMs = requestedAt.getTime() - toleranceMs;
  const own = gaps.filter(byCommand);
  return kind === 'PAUSE'
    ? own.some(({ startMs }) => startMs >= fromMs)
    : own.some(({ endMs }) => endMs !== null && endMs >= fromMs);
}

/** Whether a command holds the recording now; null where the last one is still open, and either may be so. */
export function isHeld(last: Instruction | null, gaps: readonly RecordingGap[]): boolean | null {
  if (last?.state === 'REQUESTED' || last?.state === 'UNCONFIRMED') return null;
  if (last?.state === 'DONE') return last.kind === 'PAUSE';
  return gaps.some((gap) => gap.endMs === null && byCommand(gap));
}
