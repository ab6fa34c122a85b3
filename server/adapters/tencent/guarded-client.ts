import { setTimeout as delay } from 'node:timers/promises';
import type { RateWindow } from '../../../wire/rate-limits.ts';
import { vendorCodeOf } from './errors.ts';

/** What the SDK's clients have in common: every call of theirs goes through `request`. */
export interface SdkClient {
  request(action: string, parameters: object, options?: unknown): Promise<unknown>;
}

/** Pauses before a call is made again; then it has failed. */
const pausesMs = [200, 600, 1800];

/** A call that only asks may be made again whatever happened to it. */
function onlyAsks(action: string): boolean {
  return /^(Describe|Search)/.test(action);
}

/**
 * Whether a failed call may be made again. One that was refused for its rate did nothing. One that got no answer, or that the
 * provider failed at, may have done its work: it is made again only where it asks for nothing but an answer.
 */
export function isWorthAnother(action: string, error: unknown): boolean {
  const code = vendorCodeOf(error);
  if (code !== null && /^RequestLimitExceeded/.test(code)) return true;
  return onlyAsks(action) && (code === null || code.startsWith('InternalError'));
}

/**
 * Makes a client wait rather than exceed the vendor's rates, and make again what is safe to repeat. Clients of one account share
 * a window: the vendor counts by account and action. When `signal` says so, calls and pauses end at once and nothing is sent any more.
 */
export function guardClient<C extends SdkClient>(client: C, window: RateWindow, signal: AbortSignal): C {
  const send = client.request.bind(client);
  client.request = async (action, parameters): Promise<never> => {
    for (let attempt = 0; ; attempt++) {
      for (;;) {
        signal.throwIfAborted();
        const waitMs = window.take(action, performance.now());
        if (waitMs === 0) break;
        await delay(waitMs, undefined, { signal });
      }
      try {
        return (await send(action, parameters, { signal })) as never;
      } catch (error) {
        const pauseMs = pausesMs[attempt];
        if (signal.aborted || pauseMs === undefined || !isWorthAnother(action, error)) throw error;
        // Apart from each other, so that those who were refused together do not come together again.
        await delay(pauseMs * (0.5 + Math.random()), undefined, { signal });
      }
    }
  };
  return client;
}
