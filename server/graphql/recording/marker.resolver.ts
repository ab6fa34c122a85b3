import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { DomainError } from '../../../domain/errors.ts';
import type { MarkerTarget } from '../../services/markers.ts';
import type { GraphContext } from '../context.ts';
import { keyOf } from '../relay/global-id.ts';
import {
  AddMarkerInput,
  MarkerPayload,
  RecordingMarker,
  RemoveMarkerInput,
  RemoveMarkerPayload,
  UpdateMarkerInput,
} from './marker.types.ts';
import type { Recording } from './recording.types.ts';

interface Changed {
  readonly marker: RecordingMarker;
  readonly recording: Recording | null;
}

function readTarget({ recordingId, roomId, userId }: AddMarkerInput): MarkerTarget {
  const hasRoom = typeof roomId === 'string' && typeof userId === 'string';
  const hasAnyOfRoom = typeof roomId === 'string' || typeof userId === 'string';
  if (typeof recordingId === 'string' && !hasAnyOfRoom)
    return { recordingId: keyOf('Recording', recordingId, 'input.recordingId') };
  if (typeof recordingId !== 'string' && hasRoom)
    return { roomId: keyOf('Room', roomId, 'input.roomId'), userId };
  const allowed = 'recordingId alone, or roomId and userId together';
  throw new DomainError('BAD_INPUT', 'caller', `input.recordingId: give ${allowed}`, {
    faults: [{ field: 'input.recordingId', got: 'another combination', allowed }],
  });
}

@Resolver()
export class MarkerResolver {
  @Mutation(() => MarkerPayload, {
    description: 'Names a place in a recording, one that runs or one that has ended.',
  })
  async addMarker(
    @Arg('input', () => AddMarkerInput, { description: 'Where, and what it is called.' })
    input: AddMarkerInput,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<Changed> {
    const marker = await services.markers.add(principal, {
      target: readTarget(input),
      at: input.at ?? null,
      mediaSeconds: input.mediaSeconds ?? null,
      label: input.label,
      kind: input.kind ?? null,
      data: input.data ?? null,
      idempotencyKey: input.idempotencyKey,
    });
    links.forget();
    return { marker: new RecordingMarker(marker), recording: await links.recording(marker.recordingId) };
  }

  @Mutation(() => MarkerPayload, { description: 'Moves or renames a marker, or changes its data.' })
  async updateMarker(
    @Arg('input', () => UpdateMarkerInput, { description: 'Which one, and what changes.' })
    input: UpdateMarkerInput,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<Changed> {
    const marker = await services.markers.update(principal, {
      id: keyOf('RecordingMarker', input.markerId, 'input.markerId'),
      at: input.at ?? null,
      mediaSeconds: input.mediaSeconds ?? null,
      label: input.label ?? null,
      kind: input.kind ?? null,
      data: input.data ?? null,
    });
    links.forget();
    return { marker: new RecordingMarker(marker), recording: await links.recording(marker.recordingId) };
  }

  @Mutation(() => RemoveMarkerPayload, { description: 'Removes a marker; the media is not touched.' })
  async removeMarker(
    @Arg('input', () => RemoveMarkerInput, { description: 'Which one.' }) input: RemoveMarkerInput,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<{ readonly markerId: string; readonly recording: Recording | null }> {
    const id = keyOf('RecordingMarker', input.markerId, 'input.markerId');
    const recordingId = await services.markers.remove(principal, id);
    links.forget();
    return { markerId: input.markerId, recording: await links.recording(recordingId) };
  }
}
