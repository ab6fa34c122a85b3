import { randomUUID } from 'node:crypto';
import { printNameHead } from '../../domain/recording/naming.ts';
import type { PublishDecision, PublishFault, PublishGate, PublishRequest } from '../ingest/publisher.ts';
import type { Recorders } from '../record/recorders.ts';
import type { OnAir } from '../relay/on-air.ts';
import { defaultStreamId, findAddressFault } from './admission.ts';
import type { Application } from './application.ts';
import type { ApplicationRooms } from './application-rooms.ts';
import { chooseRecording } from './chosen-recording.ts';
import { LiveStream } from './live-stream.ts';
import { makeSequence } from './push-sequence.ts';
import type { Push, RoomListener } from './room-event.ts';
import type { RoomSession } from './rooms.ts';

/** What a publisher who is let in may send. */
export interface PublishPermit {
  /** Why a kind of media may not be sent, as the publisher should read it; null where it may. */
  refusalOf(kind: 'video' | 'audio'): string | null;
}

/** Judges who publishes. `opensRoom`: nobody is in the room yet. */
export type CheckPublisher = (
  request: PublishRequest,
  application: Pick<Application, 'secretKey' | 'needsPermission'>,
  opensRoom: boolean,
) => PublishPermit | { readonly fault: PublishFault; readonly reason: string };

export interface PublishingOptions {
  readonly live: Pick<ApplicationRooms, 'find'>;
  readonly recorders: Recorders;
  readonly listener: RoomListener;
  readonly onAir: Pick<OnAir, 'isFree' | 'put' | 'take'>;
  readonly checkUser: CheckPublisher;
  /** The parameters of the push address as every event of this stream repeats them. */
  readonly printParam: (request: PublishRequest) => string;
  readonly clock: () => number;
}

function refused(fault: PublishFault, reason: string): PublishDecision {
  return { accepted: false, fault, reason };
}

/** Answers publishers: checks who they are before a byte of media, lets their stream into the room and records it. */
export function createPublishing(options: PublishingOptions): PublishGate {
  const { live, recorders, listener, onAir, clock } = options;

  const admit = (request: PublishRequest): PublishDecision => {
    const found = live.find(request.sdkAppId);
    if (found === null)
      return refused(
        'application',
        `sdkappid is ${String(request.sdkAppId)}; this engine has no such application`,
      );
    const { application, rooms, streamIds } = found;
    const addressFault = findAddressFault(request);
    if (addressFault !== null) return refused('address', addressFault);
    const { room, userId, streamType } = request;
    const permit = options.checkUser(request, application, rooms.find(room) === null);
    if ('fault' in permit) return refused(permit.fault, permit.reason);
    const streamId = request.streamId ?? defaultStreamId(request);
    const present = rooms.find(room)?.users.get(userId)?.get(streamType)?.stream;
    if (present?.streamId !== streamId && !(streamIds.isFree(streamId) && onAir.isFree(streamId)))
      return refused('taken', `the stream id ${streamId} is in use by another stream`);

    const startedAtMs = clock();
    const push: Push = {
      sdkAppId: application.sdkAppId,
      sequence: makeSequence(startedAtMs),
      streamId,
      streamParam: options.printParam(request),
      remoteAddress: request.remoteAddress,
      startedAtMs,
    };
    let session: RoomSession | null = null;
    let told = false;
    let kicked: (reason: string) => void = () => undefined;
    const stream = new LiveStream({
      streamId,
      userId,
      streamType,
      onMedia: (kind) => {
        const refusal = permit.refusalOf(kind);
        if (refusal !== null) {
          sendOut(refusal);
          return;
        }
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
        onAir.take(streamId, stream);
        if (session !== null) rooms.leave(session, userId, streamType, stream);
      },
    });
    const sendOut = (reason: string): void => {
      kicked(reason);
      stream.end();
    };
    // The former stream of this user ends here, before the id is taken anew.
    session = rooms.enter(room, userId, streamType, {
      stream,
      kick: sendOut,
    });
    streamIds.take(streamId, stream);
    // Who chose an id at join is relayed under it, as https://www.tencentcloud.com/document/product/647/35242 has it.
    if (request.streamId !== null && onAir.isFree(streamId))
      onAir.put(streamId, application.sdkAppId, stream);
    const chosen = chooseRecording(application, request, streamId);
    if (chosen !== null)
      stream.record(
        recorders.record({
          sessionId: randomUUID(),
          formats: chosen.formats,
          rules: chosen.rules,
          context: {
            sdkAppId: application.sdkAppId,
            room,
            userId,
            streamType,
            streamId,
            pushSequence: push.sequence,
            nameHead: printNameHead(chosen.nameHead),
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
      mayWait: () => stream.mayWait,
    };
  };

  return (request) => Promise.resolve(admit(request));
}
