import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Mix } from '../mix/mix.ts';
import type { Recorders } from '../record/recorders.ts';
import type { OnAir } from '../relay/on-air.ts';
import type { PushAddress } from '../relay/push-address.ts';
import { RtmpPush } from '../relay/rtmp-push.ts';
import type { RecordingChoice } from './application.ts';
import { LiveStream } from './live-stream.ts';
import type { MixRequest } from './mix-request.ts';
import { makeSequence } from './push-sequence.ts';
import type { Push, RoomListener } from './room-event.ts';
import type { StreamIds } from './stream-ids.ts';

export interface MixedStreamOptions {
  readonly sdkAppId: number;
  readonly recorders: Recorders;
  readonly listener: RoomListener;
  readonly streamIds: StreamIds;
  /** Every mix is relayed under its stream id. */
  readonly onAir: Pick<OnAir, 'isFree' | 'put' | 'take'>;
  /** Hosts that mixes may be pushed to although they are not public. */
  readonly pushHosts: readonly string[];
  readonly onPushed: (sdkAppId: number, streamId: string, bytes: number) => void;
  readonly clock: () => number;
  readonly log: Logger;
}

function pushOf(options: MixedStreamOptions, address: PushAddress, streamId: string): RtmpPush {
  const { sdkAppId, pushHosts, onPushed, log } = options;
  return new RtmpPush({
    address,
    trustedHosts: pushHosts,
    onState: (state, reason) => {
      log[reason === null ? 'info' : 'warn']({ streamId, state, reason }, 'the push of a mix');
    },
    onBytes: (bytes) => {
      onPushed(sdkAppId, streamId, bytes);
    },
  });
}

/** Lets a mix live as a stream like a published one: it has an id, is told of, relayed, pushed and recorded. */
export function publishMix(
  options: MixedStreamOptions,
  mix: Mix,
  request: MixRequest,
  { streamId, choice }: { readonly streamId: string; readonly choice: RecordingChoice | null },
): void {
  const { sdkAppId, streamIds, onAir, listener, recorders, clock } = options;
  const startedAtMs = clock();
  const push: Push = {
    sdkAppId,
    sequence: makeSequence(startedAtMs),
    streamId,
    streamParam: null,
    remoteAddress: '127.0.0.1',
    startedAtMs,
  };
  let told = false;
  const elsewhere = request.pushTo === null ? null : pushOf(options, request.pushTo, streamId);
  const stream = new LiveStream({
    streamId,
    userId: null,
    streamType: 'mix',
    onMedia: () => undefined,
    onSize: (size) => {
      told = true;
      listener.pushStarted(push, size);
    },
    onEnd: () => {
      streamIds.release(streamId, stream);
      onAir.take(streamId, stream);
      elsewhere?.feed(null);
      if (told) listener.pushEnded(push, stream.size, clock());
    },
  });
  streamIds.take(streamId, stream);
  onAir.put(streamId, sdkAppId, stream);
  elsewhere?.feed(stream);
  if (request.recordId !== null && choice !== null)
    stream.record(
      recorders.record({
        sessionId: randomUUID(),
        formats: choice.formats,
        rules: choice.rules,
        context: {
          sdkAppId,
          room: request.room,
          userId: null,
          streamType: 'mix',
          streamId,
          pushSequence: push.sequence,
          nameHead: request.recordId,
          streamParam: null,
        },
      }),
    );
  mix.output.subscribe(stream);
}
