import { randomUUID } from 'node:crypto';
import { DomainError, refuseFaults, type FieldFault } from '../../domain/errors.ts';
import { defaultMarkerKind, findMarkerFaults, markerLimits } from '../../domain/recording/markers.ts';
import { toWallMs } from '../../domain/recording/media-time.ts';
import type { IdempotencyStore } from '../ports/commands.ts';
import type { MarkerChange, MarkerPlace, MarkerRecord, MarkStore } from '../ports/marks.ts';
import type { RecordingRecord, RecordStore } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';
import { once } from './once.ts';

/** A recording, or whatever of a user is being recorded in a room now: his camera rather than his screen. */
export type MarkerTarget =
  { readonly recordingId: string } | { readonly roomId: string; readonly userId: string };

/** Where: a moment, a place in the media, or neither, which means now. */
export interface AskedPlace {
  readonly at: Date | null;
  readonly mediaSeconds: number | null;
}

export interface AddMarker extends AskedPlace {
  readonly target: MarkerTarget;
  readonly label: string;
  readonly kind: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly idempotencyKey: string;
}

export interface UpdateMarker extends AskedPlace {
  readonly id: string;
  readonly label: string | null;
  readonly kind: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
}

export interface Markers {
  add(principal: Principal, asked: AddMarker): Promise<MarkerRecord>;
  update(principal: Principal, asked: UpdateMarker): Promise<MarkerRecord>;
  /** Answers the recording that it was of. */
  remove(principal: Principal, id: string): Promise<string>;
}

export interface MarkersDeps {
  readonly records: Pick<RecordStore, 'recordingsByIds' | 'recordingsByRoomIds'>;
  readonly marks: MarkStore;
  readonly idempotency: IdempotencyStore;
  readonly clock: () => Date;
}

/** Clocks of callers, and a recording's beginning that is known to the second only. */
const toleranceMs = 5000;

const noMarker = () => new DomainError('NOT_FOUND', 'caller', 'There is no such marker.');

export function openMarkers(deps: MarkersDeps): Markers {
  const { records, marks, idempotency, clock } = deps;

  const findTarget = async (principal: Principal, target: MarkerTarget): Promise<RecordingRecord> => {
    const rows =
      'recordingId' in target
        ? await records.recordingsByIds([target.recordingId], principal.scope)
        : (await records.recordingsByRoomIds([target.roomId], principal.scope))
            .filter(({ userId, endedAt }) => userId === target.userId && endedAt === null)
            .toSorted((one, other) => other.streamType.localeCompare(one.streamType));
    const [row] = rows;
    if (row !== undefined) return row;
    const what =
      'recordingId' in target ? 'There is no such recording.' : 'Nothing of this user is recorded there now.';
    throw new DomainError('NOT_FOUND', 'caller', what);
  };

  /** Null means that no place was given. */
  const readPlace = async (
    recording: RecordingRecord,
    { at, mediaSeconds }: AskedPlace,
  ): Promise<{ readonly place: MarkerPlace | null; readonly faults: FieldFault[] }> => {
    const faults: FieldFault[] = [];
    if (at !== null && mediaSeconds !== null)
      faults.push({ field: 'input.at', got: 'given beside mediaSeconds', allowed: 'one of the two' });
    const startMs = recording.startedAt.getTime();
    const endMs = recording.endedAt?.getTime() ?? clock().getTime();
    if (at !== null) {
      const atMs = at.getTime();
      if (Number.isNaN(atMs) || atMs < startMs - toleranceMs || atMs > endMs + toleranceMs)
        faults.push({
          field: 'input.at',
          got: Number.isNaN(atMs) ? 'no time' : at.toISOString(),
          allowed: `${recording.startedAt.toISOString()} to ${recording.endedAt?.toISOString() ?? 'now'}, while it was recorded`,
        });
      return { place: { at }, faults };
    }
    if (mediaSeconds === null) return { place: null, faults };
    const timeline = await marks.timelineOf(recording.id);
    const mediaMs = mediaSeconds * 1000;
    const isBeyond =
      timeline !== null &&
      toWallMs(timeline, mediaMs) > endMs + toleranceMs &&
      mediaMs > (recording.durationMs ?? 0);
    if (!Number.isFinite(mediaSeconds) || mediaSeconds < 0 || isBeyond)
      faults.push({
        field: 'input.mediaSeconds',
        got: String(mediaSeconds),
        allowed: '0 to the length of the recording',
      });
    return { place: { mediaMs }, faults };
  };

  const found = async (principal: Principal, id: string): Promise<MarkerRecord> => {
    const marker = await marks.markerById(id, principal.scope);
    if (marker === null) throw noMarker();
    return marker;
  };

  return {
    async add(principal, asked) {
      requireAction(principal, 'ANNOTATE');
      const kind = asked.kind ?? defaultMarkerKind;
      const data = asked.data ?? {};
      const recording = await findTarget(principal, asked.target);
      const { place, faults } = await readPlace(recording, asked);
      refuseFaults([...faults, ...findMarkerFaults({ label: asked.label, kind, data }, 'input')]);
      if (place === null && recording.endedAt !== null)
        throw new DomainError(
          'BAD_INPUT',
          'caller',
          'The recording has ended: give at or mediaSeconds, since there is no now in it.',
          { field: 'input.at' },
        );
      const { idempotencyKey: key, ...input } = asked;
      // The recording as it was found: a repeat must not land in the user's next one.
      const id = await once(idempotency, { principal, key, operation: 'addMarker', input }, async () => {
        const marker = await marks.add(
          {
            id: randomUUID(),
            recordingId: recording.id,
            place: place ?? { at: clock() },
            label: asked.label,
            kind,
            data,
            createdBy: principal.id,
          },
          markerLimits.perRecording,
        );
        if (marker !== null) return marker.id;
        throw new DomainError(
          'LIMIT_EXCEEDED',
          'caller',
          `The recording has ${markerLimits.perRecording} markers, which is as many as are allowed.`,
        );
      });
      return found(principal, id);
    },

    async update(principal, { id, label, kind, data, ...asked }) {
      requireAction(principal, 'ANNOTATE');
      const marker = await found(principal, id);
      const [recording] = await records.recordingsByIds([marker.recordingId], principal.scope);
      if (recording === undefined) throw noMarker();
      const { place, faults } = await readPlace(recording, asked);
      const change: MarkerChange = {
        ...(place === null ? {} : { place }),
        ...(label === null ? {} : { label }),
        ...(kind === null ? {} : { kind }),
        ...(data === null ? {} : { data }),
      };
      refuseFaults([...faults, ...findMarkerFaults(change, 'input')]);
      const changed = await marks.update(id, change);
      if (changed === null) throw noMarker();
      return changed;
    },

    async remove(principal, id) {
      requireAction(principal, 'ANNOTATE');
      const { recordingId } = await found(principal, id);
      if (!(await marks.remove(id))) throw noMarker();
      return recordingId;
    },
  };
}
