/** How a target of a relay is, in the vendor's words (https://trtc.io/document/54913). */
export type TargetState = 'idle' | 'connecting' | 'running' | 'recovering' | 'failed' | 'disconnecting';

/** What the cloud told of one target of a relay. Comes late, twice and in any order. */
export interface RelayFact {
  readonly type: 'relay-target';
  readonly taskId: string;
  /** The target's address as it was asked for. */
  readonly url: string;
  readonly state: TargetState;
  readonly message: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** What our own commands came to: the state of a relay as long as the cloud tells nothing. */
export type CommandedRelay =
  'REQUESTED' | 'START_UNCONFIRMED' | 'REFUSED' | 'RUNNING' | 'STOP_UNCONFIRMED' | 'STOPPED';

export type RelayState = 'REQUESTED' | 'RUNNING' | 'UNCONFIRMED' | 'STOPPED' | 'REFUSED' | 'FAILED';

export interface RelayTargetStatus {
  readonly url: string;
  readonly state: TargetState;
  /** Empty where it is well. */
  readonly message: string;
  readonly atMs: number;
}

export interface DerivedRelay {
  readonly state: RelayState;
  readonly failure: string | null;
  /** Null until the cloud told it. */
  readonly taskId: string | null;
  /** When the last target ended, where the cloud told. */
  readonly endedAtMs: number | null;
  /** The targets that the cloud told of, each as it was last. */
  readonly targets: readonly RelayTargetStatus[];
}

const uncommanded: Readonly<Record<CommandedRelay, RelayState>> = {
  REQUESTED: 'REQUESTED',
  START_UNCONFIRMED: 'UNCONFIRMED',
  REFUSED: 'REFUSED',
  RUNNING: 'RUNNING',
  STOP_UNCONFIRMED: 'UNCONFIRMED',
  STOPPED: 'STOPPED',
};

/** A start of which the cloud told was taken, whatever became of its answer. */
const notYetRunning: readonly CommandedRelay[] = ['REQUESTED', 'START_UNCONFIRMED', 'REFUSED'];

/** Of two things told for one millisecond the one nearer to the end is the later. */
const order: Readonly<Record<TargetState, number>> = {
  ...{ connecting: 0, running: 1, recovering: 2, disconnecting: 3, failed: 4, idle: 5 },
};

function isLater(one: RelayFact, other: RelayFact): boolean {
  return one.atMs > other.atMs || (one.atMs === other.atMs && order[one.state] > order[other.state]);
}

/** Where a relay and its targets stand: a function of our commands and of the set of facts, whatever their order. */
export function deriveRelay(
  commanded: { readonly state: CommandedRelay; readonly failure: string | null },
  urls: readonly string[],
  facts: readonly RelayFact[],
): DerivedRelay {
  const last = new Map<string, RelayFact>();
  for (const fact of facts) {
    const former = last.get(fact.url);
    if (former === undefined || isLater(fact, former)) last.set(fact.url, fact);
  }
  const targets = urls.flatMap((url) => {
    const told = last.get(url);
    return told === undefined ? [] : [{ url, state: told.state, message: told.message, atMs: told.atMs }];
  });
  const [first] = facts.toSorted((one, other) => (one.taskId < other.taskId ? -1 : 1));
  const taskId = first?.taskId ?? null;
  const isOver =
    targets.length === urls.length && targets.every(({ state }) => state === 'idle' || state === 'failed');
  const endedAtMs = isOver ? Math.max(...targets.map(({ atMs }) => atMs)) : null;
  const whole = { taskId, endedAtMs, targets };
  if (isOver && commanded.state !== 'STOPPED') {
    const failed = targets.filter(({ state }) => state === 'failed');
    return failed.length === targets.length
      ? { ...whole, state: 'FAILED', failure: failed.map(({ message }) => message).join('; ') }
      : { ...whole, state: 'STOPPED', failure: null };
  }
  if (facts.length > 0 && notYetRunning.includes(commanded.state))
    return { ...whole, state: 'RUNNING', failure: null };
  return { ...whole, state: uncommanded[commanded.state], failure: commanded.failure };
}
