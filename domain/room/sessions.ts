/** What a provider told about one room name. Callbacks carry no session id: sessions are cut by time. */
export interface RoomFact {
  readonly type:
    | 'room-created'
    | 'room-dismissed'
    | 'user-entered'
    | 'user-left'
    | 'role-changed'
    | 'video-started'
    | 'video-stopped'
    | 'audio-started'
    | 'audio-stopped'
    | 'aux-started'
    | 'aux-stopped';
  readonly atMs: number;
  readonly userId: string | null;
  readonly reason: number | null;
  /** From a list of the provider's, which may know the second only: gives way to the callback's wherever that is known. */
  readonly toTheSecond?: true;
}

export interface DerivedRoom {
  readonly factKeys: readonly string[];
  /** False while only later facts of the session are known. */
  readonly beginningKnown: boolean;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
}

export function roomFactKey({ type, atMs, userId, toTheSecond }: RoomFact): string {
  return `${type}/${String(atMs)}/${userId ?? ''}${toTheSecond === true ? '/second' : ''}`;
}

/** Facts that are told apart by their user; who made a room, and who left it last, is not always told alike. */
function isOfOneUser(type: RoomFact['type']): boolean {
  return type !== 'room-created' && type !== 'room-dismissed';
}

/** Whether a fact that is known to the second is the same as an exact one. */
export function isSameWithinSecond(rough: RoomFact, exact: RoomFact): boolean {
  return (
    exact.toTheSecond !== true &&
    exact.type === rough.type &&
    (!isOfOneUser(rough.type) || exact.userId === rough.userId) &&
    Math.abs(exact.atMs - rough.atMs) < 1000
  );
}

/** At one and the same millisecond a room begins before anything in it and ends after. */
function rank({ type }: RoomFact): number {
  if (type === 'room-created') return 0;
  if (type === 'room-dismissed') return 3;
  return type === 'user-left' ? 2 : 1;
}

interface OpenSession {
  readonly facts: RoomFact[];
  dismissed: boolean;
}

/** The sessions of one room name: a function of the set of facts, whatever their order and however often each came. */
export function deriveRooms(facts: readonly RoomFact[]): readonly DerivedRoom[] {
  const unique = [...new Map(facts.map((fact) => [roomFactKey(fact), fact])).values()];
  /** Those known to the second only that are known exactly too: they belong where the exact one does. */
  const outdone = unique.filter(
    (fact) => fact.toTheSecond === true && unique.some((exact) => isSameWithinSecond(fact, exact)),
  );
  const sorted = unique
    .filter((fact) => !outdone.includes(fact))
    .toSorted(
      (one, other) =>
        one.atMs - other.atMs || rank(one) - rank(other) || (roomFactKey(one) < roomFactKey(other) ? -1 : 1),
    );
  const sessions: OpenSession[] = [];
  for (const fact of sorted) {
    const last = sessions.at(-1);
    const begins =
      last === undefined || last.dismissed || (fact.type === 'room-created' && last.facts.length > 0);
    const session = begins ? { facts: [], dismissed: false } : last;
    if (begins) sessions.push(session);
    session.facts.push(fact);
    if (fact.type === 'room-dismissed') session.dismissed = true;
  }
  return sessions.map(({ facts: members }, index) => {
    const created = members.find(({ type }) => type === 'room-created');
    const dismissed = members.find(({ type }) => type === 'room-dismissed');
    // A room that was made anew is over, though nobody told.
    const next = sessions[index + 1]?.facts[0];
    return {
      factKeys: [
        ...members,
        ...outdone.filter((rough) => members.some((exact) => isSameWithinSecond(rough, exact))),
      ].map(roomFactKey),
      beginningKnown: created !== undefined,
      startedAtMs: created?.atMs ?? members[0]!.atMs,
      endedAtMs: dismissed?.atMs ?? next?.atMs ?? null,
    };
  });
}
