import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { printCssEvent } from '../../../wire/css-callback-print.ts';
import type { CssEvent } from '../../../wire/css-callback.ts';
import { signCssCallback, signTrtcCallback } from '../../../wire/callback-sign.ts';
import type { TrtcEvent } from '../../../wire/trtc-callback.ts';
import { printTrtcEvent } from '../../../wire/trtc-callback.ts';
import type { TrtcRelayEvent } from '../../../wire/trtc-relay-callback.ts';
import { printTrtcRelayEvent } from '../../../wire/trtc-relay-callback.ts';
import type { TrtcRecordingEvent } from '../../../wire/trtc-recording-callback.ts';
import { printTrtcRecordingEvent } from '../../../wire/trtc-recording-callback.ts';
import type { CallbackAttempt, OutgoingCallback } from '../../library/callback-outbox.ts';
import {
  dueCallbacks,
  markDelivered,
  markFailed,
  markUntold,
  untilNextCallback,
} from '../../library/callback-outbox.ts';
import type { Library } from '../../library/library.ts';
import type { Directory, Destination } from '../settings/directory.ts';
import type { CallbackUrlName } from '../settings/documents.ts';
import type { RetrySchedule } from './schedule.ts';
import { cssSchedule, trtcSchedule } from './schedule.ts';

export interface SenderOptions {
  readonly library: Library;
  /** The application whose callbacks an older engine kept without saying so. */
  readonly firstSdkAppId: number;
  /** Asked for each attempt: an address or a key may have been changed meanwhile. */
  readonly directory: Pick<Directory, 'roomDestination' | 'streamDestination'>;
  readonly schedules?: Readonly<Record<'css' | 'trtc', RetrySchedule>>;
  readonly log: Logger;
}

/** The vendor's default: a signature is good for ten minutes. */
const signatureSeconds = 600;
const maxUnderway = 16;
const longestPauseMs = 30_000;
const faultPauseMs = 1000;
/** Not sent and not tried again: the application has no address for it. */
const nobody = 'no address is set for this event';
/** What the vendor says where no answer came is not known. */
const noAnswer = -1;

/** The vendor's address for each kind of event of the live service. */
function urlNameOf(event: CssEvent): CallbackUrlName {
  switch (event.kind) {
    case 'push':
      return event.live ? 'StreamBeginNotifyUrl' : 'StreamEndNotifyUrl';
    case 'file':
      return 'RecordNotifyUrl';
    case 'record-status':
      return 'RecordStatusNotifyUrl';
    case 'record-exception':
      return 'RecordExceptionNotifyUrl';
  }
}

function findDestination(
  callback: OutgoingCallback,
  sdkAppId: number,
  directory: SenderOptions['directory'],
): Destination | null {
  if (callback.kind === 'trtc') return directory.roomDestination(sdkAppId);
  const event = callback.event as CssEvent;
  return directory.streamDestination(sdkAppId, event.streamId, urlNameOf(event));
}

function printRequest(callback: OutgoingCallback, key: string, sdkAppId: number) {
  if (callback.kind === 'css') {
    const t = Math.floor(Date.now() / 1000) + signatureSeconds;
    const body = printCssEvent(callback.event as CssEvent, { t, sign: signCssCallback(key, t) });
    return { body, headers: { 'content-type': 'application/json' } };
  }
  const event = callback.event as TrtcEvent | TrtcRecordingEvent | TrtcRelayEvent;
  const callbackMs = Date.now();
  const body =
    'url' in event
      ? printTrtcRelayEvent({ ...event, callbackMs })
      : 'taskId' in event
        ? printTrtcRecordingEvent({ ...event, callbackMs })
        : printTrtcEvent({ ...event, callbackMs });
  return {
    body,
    headers: {
      'content-type': 'application/json',
      Sign: signTrtcCallback(key, body),
      SdkAppId: String(sdkAppId),
    },
  };
}

/** Sends what waits in the outbox, a few at a time and in no promised order, as the vendor does. */
export function startSender(options: SenderOptions): { close(): Promise<void> } {
  const {
    library,
    log,
    directory,
    firstSdkAppId,
    schedules = { css: cssSchedule, trtc: trtcSchedule },
  } = options;
  const closing = new AbortController();
  const underway = new Map<string, Promise<void>>();
  let wake = new AbortController();
  library.onCallbacks(() => {
    wake.abort();
  });

  const attempt = async (callback: OutgoingCallback): Promise<CallbackAttempt | null> => {
    const sdkAppId = callback.sdkAppId ?? firstSdkAppId;
    const destination = findDestination(callback, sdkAppId, directory);
    if (destination === null) return null;
    const { body, headers } = printRequest(callback, destination.key, sdkAppId);
    const timeout = AbortSignal.timeout(schedules[callback.kind].patienceMs);
    try {
      const answer = await fetch(destination.url, {
        method: 'POST',
        body,
        headers,
        redirect: 'error',
        signal: AbortSignal.any([timeout, closing.signal]),
      });
      await answer.body?.cancel();
      const { status } = answer;
      return { request: body, response: `HTTP ${String(status)}`, resultCode: status === 200 ? 0 : status };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const response = cause instanceof Error ? cause.message : String(cause);
      return { request: body, response, resultCode: noAnswer };
    }
  };

  const deliver = async (callback: OutgoingCallback): Promise<void> => {
    const attempted = await attempt(callback);
    if (attempted === null) {
      await markUntold(library.sql, callback.id, nobody);
      return;
    }
    if (attempted.resultCode === 0) {
      await markDelivered(library.sql, callback.id, attempted);
      return;
    }
    // Broken off by our own end: the next process sends it, and this was no attempt.
    if (closing.signal.aborted) return;
    const pause = schedules[callback.kind].pausesMs[callback.attempts] ?? null;
    const fault = attempted.response;
    const fields = { id: callback.id, kind: callback.kind, attempt: callback.attempts + 1, fault };
    if (pause === null) log.error(fields, 'a callback was given up');
    else log.warn(fields, 'a callback was not taken');
    await markFailed(library.sql, callback.id, attempted, pause);
  };

  const round = async (): Promise<number> => {
    const room = maxUnderway - underway.size;
    const due = room === 0 ? [] : await dueCallbacks(library.sql, room, [...underway.keys()]);
    for (const callback of due) {
      const delivery = deliver(callback)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log.warn({ err: error }, 'the outbox could not be written');
        })
        .finally(() => {
          underway.delete(callback.id);
          wake.abort();
        });
      underway.set(callback.id, delivery);
    }
    if (due.length > 0) return 0;
    // The end of a delivery wakes us.
    if (room === 0) return longestPauseMs;
    const next = await untilNextCallback(library.sql, [...underway.keys()]);
    return Math.min(longestPauseMs, Math.max(0, next ?? longestPauseMs));
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      // Made before the look, so that what comes during it wakes the next one.
      wake = new AbortController();
      const pause = await round().catch((error: unknown) => {
        if (!closing.signal.aborted) log.warn({ err: error }, 'the outbox could not be read');
        return faultPauseMs;
      });
      if (pause > 0)
        await delay(pause, undefined, { signal: AbortSignal.any([wake.signal, closing.signal]) }).catch(
          () => undefined,
        );
    }
  };
  const running = run();

  return {
    async close() {
      closing.abort();
      await running;
      await Promise.all(underway.values());
    },
  };
}
