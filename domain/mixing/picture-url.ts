import type { FieldFault } from '../errors.ts';

/** The vendor's limit for addresses of background and watermark, in bytes. */
const maxUrlBytes = 512;

/** An http or https address of a picture, as backgrounds and watermarks have it. Whether something is there shows when it is fetched. */
export function checkPictureUrl(url: string, field: string): readonly FieldFault[] {
  const allowed = `an http or https address of at most ${String(maxUrlBytes)} bytes, without a password`;
  if (new TextEncoder().encode(url).length > maxUrlBytes)
    return [{ field, got: `${url.slice(0, 40)}… of ${String(url.length)} characters`, allowed }];
  return isPictureUrl(url) ? [] : [{ field, got: JSON.stringify(url), allowed }];
}

function isPictureUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}
