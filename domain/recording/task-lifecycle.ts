/** What the cloud told of a recording task. Comes late, twice and in any order. Times are epoch milliseconds. */
export type TaskFact =
  | { readonly type: 'task-started'; readonly taskId: string; readonly atMs: number }
  | {
      readonly type: 'task-left';
      readonly taskId: string;
      readonly atMs: number;
      /** The vendor's number of why (https://trtc.io/document/54914). */
      readonly leaveCode: number;
    };

/** Why a task is over, as the cloud told. */
export type TaskEnd =
  'ASKED' | 'ROBOT_REMOVED' | 'ROOM_DISMISSED' | 'SERVICE_FAILED' | 'IDLE' | 'REPLACED' | 'UNKNOWN';

/** What our own commands came to: the state of a task as long as the cloud tells nothing. */
export type CommandedTask =
  'REQUESTED' | 'START_UNCONFIRMED' | 'REFUSED' | 'RUNNING' | 'STOP_UNCONFIRMED' | 'STOPPED';

export type TaskState = 'REQUESTED' | 'RUNNING' | 'UNCONFIRMED' | 'STOPPED' | 'REFUSED';

export interface DerivedTask {
  readonly state: TaskState;
  readonly failure: string | null;
  /** Null until the cloud told it. */
  readonly taskId: string | null;
  /** Null where the cloud did not tell when it ended. */
  readonly leftAtMs: number | null;
  readonly end: TaskEnd | null;
}

const ends: Readonly<Record<number, TaskEnd>> = {
  0: 'ASKED',
  1: 'ROBOT_REMOVED',
  2: 'ROOM_DISMISSED',
  3: 'SERVICE_FAILED',
  4: 'SERVICE_FAILED',
  99: 'IDLE',
  100: 'IDLE',
  101: 'REPLACED',
};

const uncommanded: Readonly<Record<CommandedTask, TaskState>> = {
  REQUESTED: 'REQUESTED',
  START_UNCONFIRMED: 'UNCONFIRMED',
  REFUSED: 'REFUSED',
  RUNNING: 'RUNNING',
  STOP_UNCONFIRMED: 'UNCONFIRMED',
  STOPPED: 'STOPPED',
};

/** A start of which the cloud told was taken, whatever became of its answer. */
const notYetRunning: readonly CommandedTask[] = ['REQUESTED', 'START_UNCONFIRMED', 'REFUSED'];

function sayEnd(end: TaskEnd, leaveCode: number): string | null {
  switch (end) {
    case 'SERVICE_FAILED':
      return `The recording service ended it by itself (LeaveCode ${leaveCode}).`;
    case 'UNKNOWN':
      return `It ended with a LeaveCode that is not known here: ${leaveCode}.`;
    default:
      return null;
  }
}

/** Where a task stands: a function of what our commands came to and of the set of facts, whatever their order. */
export function deriveTask(
  commanded: { readonly state: CommandedTask; readonly failure: string | null },
  facts: readonly TaskFact[],
): DerivedTask {
  const [first] = facts.toSorted(
    (one, other) => one.atMs - other.atMs || (one.taskId < other.taskId ? -1 : 1),
  );
  const [left] = facts
    .filter((fact) => fact.type === 'task-left')
    .toSorted((one, other) => one.atMs - other.atMs || one.leaveCode - other.leaveCode);
  const taskId = first?.taskId ?? null;
  if (left !== undefined) {
    const end = ends[left.leaveCode] ?? 'UNKNOWN';
    return { state: 'STOPPED', failure: sayEnd(end, left.leaveCode), taskId, leftAtMs: left.atMs, end };
  }
  const open = { taskId, leftAtMs: null, end: null };
  if (first !== undefined && notYetRunning.includes(commanded.state))
    return { ...open, state: 'RUNNING', failure: null };
  return { ...open, state: uncommanded[commanded.state], failure: commanded.failure };
}
