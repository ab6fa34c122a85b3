import type postgres from 'postgres';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import { streamFactKey, streamFactTime } from '../../../domain/recording/facts.ts';
import type { DerivedSession } from '../../../domain/recording/lifecycle.ts';
import { deriveSessions } from '../../../domain/recording/lifecycle.ts';
import { deriveMethod } from '../../../domain/recording/method.ts';
import type { NewEvent } from './append-event.ts';
import type { KnownFact } from './facts-of-subject.ts';
import { addFacts, factsAround, setOwner } from './facts-of-subject.ts';
import { settleShownCommands } from './recording-command-store.ts';
import { moveShelf } from './move-shelf.ts';
import { chooseOwners } from './owners.ts';
import type { MixRow, RecordingRow, StreamRow } from './rows.ts';
import { keepDuplicates } from './keep-duplicates.ts';
import { keepMarks, leaveEmptied } from './keep-marks.ts';
import { linkToRooms } from './take-room-facts.ts';
import { tellRecording, upsertRecording } from './upsert-recording.ts';
import { tellStream, upsertStream } from './upsert-stream.ts';

type Transaction = postgres.TransactionSql;

/** The time that a fact about a file without one of its own stands at: that of the file. */
async function timeOf(sql: Transaction, fact: StreamFact): Promise<Date> {
  if (streamFactTime(fact) === null && 'fileId' in fact) {
    const [file] = await sql<{ started_at: Date }[]>`
      select started_at from recording_files where file_id = ${fact.fileId}`;
    return file?.started_at ?? new Date();
  }
  return new Date(streamFactTime(fact) ?? Date.now());
}

/** Derives the sessions of a stream id anew from all that is known of it. */
export async function takeStreamFacts(
  sql: Transaction,
  sdkAppId: number,
  streamId: string,
  facts: readonly StreamFact[],
): Promise<readonly NewEvent[]> {
  const subject = `stream/${streamId}`;
  const timed = [];
  for (const fact of facts) timed.push({ key: streamFactKey(fact), at: await timeOf(sql, fact), fact });
  const added = await addFacts(sql, sdkAppId, subject, timed);
  if (added.size === 0) return [];
  const known = await factsAround<StreamFact>(
    sql,
    sdkAppId,
    subject,
    timed.map(({ at }) => at),
  );
  const sessions = deriveSessions(known.map(({ fact }) => fact));
  const owners = chooseOwners(
    sessions.map(({ factKeys }) => factKeys),
    new Map(known.map((fact) => [fact.key, fact])),
  );
  await dropEmptied(sql, known, sessions, owners);
  const events: NewEvent[] = [];
  for (const [index, session] of sessions.entries()) {
    const id = owners[index]!;
    await setOwner(sql, sdkAppId, subject, session.factKeys, id);
    events.push(...(await keepSession(sql, { id, sdkAppId, streamId, session })));
  }
  const duplicates = sessions.flatMap(({ duplicateOf }, index) =>
    sessions[index]!.recording === null
      ? []
      : [{ id: owners[index]!, duplicateOf: duplicateOf === null ? null : owners[duplicateOf]! }],
  );
  events.push(...(await keepDuplicates(sql, duplicates)));
  return events;
}

interface KeptSession {
  readonly id: string;
  readonly sdkAppId: number;
  readonly streamId: string;
  readonly session: DerivedSession;
}

async function keepSession(
  sql: Transaction,
  { id, sdkAppId, streamId, session }: KeptSession,
): Promise<NewEvent[]> {
  const { stream, recording } = session;
  const startedAtMs = stream?.startedAtMs ?? recording?.startedAtMs;
  if (startedAtMs === undefined) return [];
  const mix = await findMix(sql, sdkAppId, streamId, new Date(startedAtMs));
  const identity =
    mix === null
      ? { ...session.identity, roomId: null }
      : {
          ...{ room: null, roomId: mix.room_id, userId: null },
          ...{ streamType: 'mix' as const, userDefineRecordId: mix.record_id },
        };
  const about = { id, sdkAppId, streamId, identity };
  const formerStream = (await sql<StreamRow[]>`select * from streams where id = ${id}`)[0] ?? null;
  const formerRecording = (await sql<RecordingRow[]>`select * from recordings where id = ${id}`)[0] ?? null;
  if (stream !== null) await upsertStream(sql, about, stream);
  if (recording !== null) {
    const method = deriveMethod({ ...session, identity });
    await upsertRecording(sql, about, { ...session, recording, method });
  }
  if (identity.room !== null) await linkToRooms(sql, sdkAppId, identity.room);
  // Read again: linking may have given them their room.
  const events: NewEvent[] = [];
  if (stream !== null) {
    events.push(...(await tellStream(sql, id, formerStream)));
  }
  if (recording !== null) {
    events.push(...(await tellRecording(sql, id, formerRecording)));
    events.push(...(await keepMarks(sql, id, recording.marks)));
    await settleShownCommands(sql, id, recording.gaps);
  }
  if (mix !== null && stream !== null)
    events.push(...(await followMix(sql, mix, startedAtMs, stream.endedAtMs)));
  return events;
}

/** The mix that was asked for under this stream id, the last before the stream began. */
async function findMix(
  sql: Transaction,
  sdkAppId: number,
  streamId: string,
  startedAt: Date,
): Promise<MixRow | null> {
  const [row] = await sql<MixRow[]>`
    select * from mixes where sdk_app_id = ${sdkAppId} and stream_id = ${streamId} and not into_own_stream
      and requested_at <= ${startedAt}::timestamptz + interval '5 seconds'
    order by requested_at desc limit 1`;
  return row ?? null;
}

/** A mixed stream that is on shows that its mix began, and one that is over ends it, whoever ended it. */
async function followMix(
  sql: Transaction,
  mix: MixRow,
  startedAtMs: number,
  endedAtMs: number | null,
): Promise<readonly NewEvent[]> {
  const at = new Date(endedAtMs ?? startedAtMs);
  const rows =
    endedAtMs === null
      ? await sql`
          update mixes set state = 'RUNNING', failure = null
          where id = ${mix.id} and state in ('REQUESTED', 'UNCONFIRMED') and stop_requested_at is null returning id`
      : await sql`
          update mixes set state = 'STOPPED', stopped_at = ${at}
          where id = ${mix.id} and state not in ('STOPPED', 'REFUSED') returning id`;
  if (rows.length === 0) return [];
  return [
    {
      type: endedAtMs === null ? 'mix.started' : 'mix.stopped',
      occurredAt: at,
      sdkAppId: Number(mix.sdk_app_id),
      roomId: mix.room_id,
      recordingId: null,
      userId: null,
      data: {
        ...{ id: mix.id, streamId: mix.stream_id, recordId: mix.record_id },
        state: endedAtMs === null ? 'RUNNING' : 'STOPPED',
      },
    },
  ];
}

/** Two sessions that turned out to be one leave an id without facts. */
async function dropEmptied(
  sql: Transaction,
  known: readonly KnownFact<StreamFact>[],
  sessions: readonly DerivedSession[],
  owners: readonly string[],
): Promise<void> {
  const former = new Set(known.map(({ ownerId }) => ownerId).filter((id) => id !== null));
  const emptied = [...former].filter((id) => !owners.includes(id));
  if (emptied.length === 0) return;
  const heir = (id: string): string | null => heirOf(known, sessions, owners, id);
  await moveShelf(sql, emptied, heir);
  await sql`delete from recording_files where recording_id = any(${emptied}::uuid[])`;
  await leaveEmptied(sql, emptied, heir);
  await sql`delete from recordings where id = any(${emptied}::uuid[])`;
  await sql`delete from streams where id = any(${emptied}::uuid[])`;
}

/** Who has the facts now that an emptied recording had. */
function heirOf(
  known: readonly KnownFact<StreamFact>[],
  sessions: readonly DerivedSession[],
  owners: readonly string[],
  emptied: string,
): string | null {
  const key = known.find(({ ownerId }) => ownerId === emptied)?.key;
  const index = sessions.findIndex(({ factKeys }) => key !== undefined && factKeys.includes(key));
  return owners[index] ?? null;
}
