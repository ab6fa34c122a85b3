import { randomUUID } from 'node:crypto';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import { printNameHead } from '../../domain/recording/naming.ts';
import type { NameHead } from '../../domain/recording/naming.ts';
import { roomText, stringRoomPattern, userIdPattern } from '../../domain/room/room-key.ts';
import type { PublishDecision, PublishGate, PublishRequest } from '../ingest/publisher.ts';
import type { Recorders } from '../record/recorders.ts';
import { automaticRules } from './recording-rules.ts';
import { LiveStream } from './live-stream.ts';
import { makeSequence } from './push-sequence.ts';
import type { Push, RoomListener } from './room-event.ts';
import type { Rooms, RoomSession } from './rooms.ts';
import type { StreamIds } from './stream-ids.ts';

export interface PublishingOptions {
  readonly application: {
    readonly sdkAppId: number;
    /** Formats in which every stream is recorded from its beginning (the vendor's global automatic recording). */
    readonly formats: readonly RecordingFormat[];
  };
  readonly rooms: Rooms;
  readonly recorders: Recorders;
  readonly listener: RoomListener;
  readonly streamIds: StreamIds;
  /** Judges who publishes: the reason of the refusal as the publisher should read it, or null. */
  readonly checkUser: (request: PublishRequest) => string | null;
  /** The parameters of the push address as every event of this stream repeats them. */
  readonly printParam: (request: PublishRequest) => string;
  readonly clock: () => number;
}

/** Letters, digits and what an URL-encoded default id holds; 64 bytes at most (OutputParams.StreamId). */
const streamIdPattern = /^[A-Za-z0-9_.%~-]{1,64}$/;
const recordIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

function refused(reason: string): PublishDecision {
  return { accepted: false, reason };
}

/** What is wrong with a request, as its publisher should read it; null when nothing is. */
function findFault(request: PublishRequest, { application, checkUser }: PublishingOptions): string | null {
  const { sdkAppId } = application;
  if (request.sdkAppId !== sdkAppId)
    return `sdkappid is ${String(request.sdkAppId)}; this engine serves ${String(sdkAppId)}`;
  if (!userIdPattern.test(request.userId)) return 'userid must be 1 to 32 letters, digits, _ or -';
  const unknownUser = checkUser(request);
  if (unknownUser !== null) return unknownUser;
  if (request.room.kind === 'string' && !stringRoomPattern.test(request.room.value))
    return 'the room must be 1 to 64 of the letters, digits and signs that the vendor allows';
  if (request.streamId !== null && !streamIdPattern.test(request.streamId))
    return 'streamid must be 1 to 64 letters, digits or _ - . % ~';
  if (request.userDefineRecordId !== null && !recordIdPattern.test(request.userDefineRecordId))
    return 'userdefinerecordid must be 1 to 64 letters, digits, _ or -';
  return null;
}

/** Forms 1 to 3 of the vendor's file names: what the user chose, else the stream id the user chose, else all ids. */
function nameHeadOf(request: PublishRequest): NameHead {
  const { userDefineRecordId, streamId, streamType, sdkAppId, userId } = request;
  if (userDefineRecordId !== null) return { form: 'user-defined-auto', userDefineRecordId, streamType };
  if (streamId !== null) return { form: 'stream-id', streamId };
  return { form: 'plain', sdkAppId, room: roomText(request.room), userId, streamType };
}

/** The id that a stream has when its publisher chose none (https://www.tencentcloud.com/document/product/647/35242). */
function defaultStreamId({ sdkAppId, room, userId, streamType }: PublishRequest): string {
  return encodeURIComponent(`${String(sdkAppId)}_${roomText(room)}_${userId}_${streamType}`);
}

/** Answers publishers: checks who they are before a byte of media, lets their stream into the room and records it. */
export function createPublishing(options: PublishingOptions): PublishGate {
  const { application, rooms, recorders, listener, streamIds, clock } = options;

  const admit = (request: PublishRequest): PublishDecision => {
    const fault = findFault(request, options);
    if (fault !== null) return refused(fault);
    const { room, userId, streamType } = request;
    const streamId = request.streamId ?? defaultStreamId(request);
    const present = rooms.find(room)?.users.get(userId)?.get(streamType)?.stream;
    if (present?.streamId !== streamId && !streamIds.isFree(streamId))
      return refused(`the stream id ${streamId} is in use by another stream`);

    const startedAtMs = clock();
    const push: Push = {
      sequence: makeSequence(startedAtMs),
      streamId,
      streamParam: options.printParam(request),
      remoteAddress: request.remoteAddress,
      startedAtMs,
    };
    let session: RoomSession | null = null;
    let told = false;
    const stream = new LiveStream({
      streamId,
      userId,
      streamType,
      onMedia: (kind) => {
        if (session !== null) rooms.started(session, userId, streamType, kind);
      },
      onSize: (size) => {
        told = true;
        listener.pushStarted(push, size);
      },
      onEnd: () => {
        if (!told) listener.pushStarted(push, stream.size);
        listener.pushEnded(push, stream.size, clock());
        streamIds.release(streamId, stream);
        if (session !== null) rooms.leave(session, userId, streamType, stream);
      },
    });
    let kicked: (reason: string) => void = () => undefined;
    // The former stream of this user ends here, before the id is taken anew.
    session = rooms.enter(room, userId, streamType, {
      stream,
      kick: (reason) => {
        kicked(reason);
        stream.end();
      },
    });
    streamIds.take(streamId, stream);
    stream.subscribe(
      recorders.record({
        sessionId: randomUUID(),
        formats: application.formats,
        rules: automaticRules,
        context: {
          sdkAppId: application.sdkAppId,
          room,
          userId,
          streamType,
          streamId,
          pushSequence: push.sequence,
          nameHead: printNameHead(nameHeadOf(request)),
          streamParam: push.streamParam,
        },
      }),
    );
    return {
      accepted: true,
      sink: stream,
      onKick: (kick) => {
        kicked = kick;
      },
    };
  };

  return (request) => Promise.resolve(admit(request));
}
