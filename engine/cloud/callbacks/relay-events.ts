import type { TrtcRelayEvent } from '../../../wire/trtc-relay-callback.ts';
import type { RelayEvent } from '../../rooms/relay-task.ts';

/** What the vendor's ErrorCode is for a push that failed is not published; 0 stands for what is well. */
const failed = 1;

/** 401: one target of a relay has come into another state. */
export function relayCallback(event: RelayEvent): TrtcRelayEvent {
  const { room, robotUserId, taskId, url, state, reason, atMs } = event;
  return {
    ...{ kind: 'relay-task', callbackMs: atMs, eventMs: atMs, room, userId: robotUserId },
    ...{ taskId, url, state, errorCode: reason === null ? 0 : failed, errorMessage: reason ?? '' },
  };
}
