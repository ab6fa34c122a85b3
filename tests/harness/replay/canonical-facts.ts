import { roomFactKey, isSameWithinSecond, type RoomFact } from '../../../domain/room/sessions.ts';

/** A row of any table, by its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** Told by callbacks alone: no list of the vendor's has them, and no room, stream or recording is made of them. */
const untold = new Set<string>([
  ...['role-changed', 'video-started', 'video-stopped', 'audio-started', 'audio-stopped'],
  ...['aux-started', 'aux-stopped'],
]);

/**
 * A fact of a room that a list told stands for the callback's, and beside it for nothing; who made or left a room last, and why a
 * user left, is in the callback alone.
 */
export function canonicalFacts(rows: readonly Row[]): readonly Row[] {
  const isOfRoom = ({ subject }: Row): boolean => String(subject).startsWith('room/');
  const rooms = rows.filter(isOfRoom);
  return [
    ...rows
      .filter((row) => !isOfRoom(row))
      .map((row) => ({ ...row, fact: withoutNotice(row['fact'] as Row) })),
    ...rooms.flatMap((row) => {
      const fact = row['fact'] as RoomFact;
      const isOutdone =
        fact.toTheSecond === true &&
        rooms.some(
          (other) =>
            other['subject'] === row['subject'] && isSameWithinSecond(fact, other['fact'] as RoomFact),
        );
      if (untold.has(fact.type) || isOutdone) return [];
      const isOfUser = fact.type === 'user-entered' || fact.type === 'user-left';
      const { type, atMs, userId } = fact;
      const told: RoomFact = { type, atMs, userId: isOfUser ? userId : null, reason: null };
      return [{ ...row, key: roomFactKey(told), fact: told }];
    }),
  ];
}

/** By what it was noticed that a file is gone, the library's word or the sweep, is a matter of who was first. */
export function withoutNotice(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'noticed'));
}

const isMadeUp = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** Told of what was believed for a while, because something else had not come yet; or that something had to be asked for. */
const passing = /^(reconciliation\.|stream\.resumed$|recording\.(paused|resumed)$)/;

/**
 * The log is history: it tells when what became known, and what was told stays told. What must be the same is what was told in
 * the end of each room, stream, recording and file: which events, not how often, nor of what was two things for a moment. A file
 * counts by itself and who came and went by the room's name, since which recording or session that was may be known later.
 */
export function canonicalEvents(rows: readonly Row[]): readonly Row[] {
  const told = new Map<string, Row>();
  for (const row of rows) {
    const about = subjectOf(row);
    if (passing.test(String(row['type'])) || about === null) continue;
    const { type, sdk_app_id, user_id } = row;
    const event = { type, sdk_app_id, user_id, about };
    told.set(JSON.stringify(event), event);
  }
  return [...told.values()];
}

/** Null for what is no room, stream or recording any more. */
function subjectOf({ type, room_id, recording_id, occurred_at, data }: Row): string | null {
  const { id, fileId, streamId } = data as Readonly<Record<string, string | undefined>>;
  if (fileId !== undefined) return fileId;
  if (String(type).startsWith('room.user_'))
    return `${String(room_id).replace(/#\d+$/, '')} at ${String(occurred_at)}`;
  const subject = id ?? recording_id ?? room_id ?? streamId;
  return typeof subject !== 'string' || isMadeUp.test(subject) ? null : subject;
}
