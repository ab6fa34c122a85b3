import type { Access } from '../../library/access-store.ts';

const zoneMs = 8 * 3_600_000;

/** `20260131160000`: the vendor prints times of its logs in UTC+8. */
function printLogTime(at: Date): string {
  return new Date(at.getTime() + zoneMs).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}

/** A text is one word of a line: fields stand between spaces, and a line ends where we end it. */
function word(text: string | null): string {
  const plain = text?.replaceAll(/[\s\p{Cc}]+/gu, '+') ?? '';
  return plain === '' ? '-' : plain;
}

/**
 * One line of an access log, its sixteen fields as the vendor has them
 * (https://www.tencentcloud.com/document/product/266/7983). Province and carrier are not known here: -1.
 */
export function printAccess(access: Access, domain: string): string {
  return `${[
    printLogTime(access.at),
    access.client,
    domain,
    word(access.address),
    access.bytes,
    -1,
    -1,
    access.status,
    word(access.referer),
    access.tookMs,
    `"${word(access.userAgent).replaceAll('"', "'")}"`,
    word(access.byteRange),
    access.method,
    'HTTP/1.1',
    'hit',
    '-',
  ].join(' ')}\n`;
}

/** `2026013116`: the hour in UTC, the name of its log. */
export function printLogHour(hour: Date): string {
  return hour.toISOString().slice(0, 13).replaceAll(/[-T]/g, '');
}

/** Null where it is no hour. */
export function parseLogHour(text: string): Date | null {
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (match === null) return null;
  const at = new Date(`${match[1]!}-${match[2]!}-${match[3]!}T${match[4]!}:00:00Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Where the log of an hour is fetched; its signature is the hotlink's. */
export function logPath(subAppId: number, hour: Date): string {
  return `/logs/${String(subAppId)}/${printLogHour(hour)}.gz`;
}
