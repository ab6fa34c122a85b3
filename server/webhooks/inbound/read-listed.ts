import { parseCssEvent } from '../../../wire/css-callback-parse.ts';
import type { InboundCallback } from '../../ports/inbox.ts';
import { readCssEvent } from './read-css.ts';

/**
 * The body of a callback as the provider lists it, read as if it had come to our door: whoever may ask the provider need not
 * check its signature. Null for what is not taken in, and for a stream of the same name of another application.
 */
export function readListedCallback(sdkAppId: number, body: string): InboundCallback | null {
  const event = parseCssEvent(body);
  if ('problem' in event) return null;
  const application = /^trtc_(\d+)$/.exec(event.path)?.[1];
  if (application !== undefined && Number(application) !== sdkAppId) return null;
  return { ...readCssEvent(sdkAppId, event), sdkAppId, kind: 'css', body, trusted: true };
}
