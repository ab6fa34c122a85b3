import type { FieldFault } from '../errors.ts';

/** A place in a recording that somebody named. */
export interface PlacedMarker {
  readonly id: string;
  readonly mediaMs: number;
  readonly label: string;
  readonly kind: string;
}

export const markerLimits = { labelLength: 200, dataBytes: 8192, perRecording: 1000 } as const;
export const defaultMarkerKind = 'chapter';
const kindPattern = /^[a-z0-9][a-z0-9_-]{0,31}$/;
/** What JSON can write and a database cannot keep: NUL, and halves of characters. */
const unkeepable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;
/** The shortest cue: two markers at one place would otherwise be none. */
const shortestMs = 1;

/** What is wrong with what somebody wants to write; what is undefined is not being written. */
export function findMarkerFaults(
  marker: { readonly label?: string; readonly kind?: string; readonly data?: unknown },
  field: string,
): FieldFault[] {
  const faults: FieldFault[] = [];
  const { label, kind, data } = marker;
  const { labelLength, dataBytes } = markerLimits;
  if (
    label !== undefined &&
    (label.trim() === '' || label.length > labelLength || /[\p{Cc}\p{Cs}]/u.test(label))
  )
    faults.push({
      field: `${field}.label`,
      got: `${label.length} characters`,
      allowed: `1 to ${labelLength} characters, none of them a control character`,
    });
  if (kind !== undefined && !kindPattern.test(kind))
    faults.push({
      field: `${field}.kind`,
      got: JSON.stringify(kind.slice(0, 80)),
      allowed: '1 to 32 lower-case letters, digits, _ or -',
    });
  const json = data === undefined ? '' : JSON.stringify(data);
  const bytes = json.length;
  if (bytes > dataBytes)
    faults.push({ field: `${field}.data`, got: `${bytes} characters of JSON`, allowed: `${dataBytes}` });
  if (unkeepable.test(json))
    faults.push({
      field: `${field}.data`,
      got: 'text with NUL or half a character',
      allowed: 'whole Unicode characters without NUL',
    });
  return faults;
}

/** `00:01:02.345`; hours have as many digits as they need. */
export function printVttTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const digits = (value: number, count = 2): string => String(value).padStart(count, '0');
  const seconds = Math.floor(whole / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${clock.map((value) => digits(value)).join(':')}.${digits(whole % 1000, 3)}`;
}

/** Text of a cue: nothing in it is markup, or ends the cue. */
function printVttText(label: string): string {
  const escaped = label.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(/\s+/g, ' ').trim();
}

/**
 * Chapters as WebVTT (https://www.w3.org/TR/webvtt1/): each reaches from its marker to the next, the last to the end of the
 * media. Null as `endMs` is a recording that still runs.
 */
export function printChapters(markers: readonly PlacedMarker[], endMs: number | null): string {
  const sorted = markers.toSorted(
    (one, other) => one.mediaMs - other.mediaMs || (one.id < other.id ? -1 : 1),
  );
  const cues = sorted.map(({ id, mediaMs, label }, index) => {
    const untilMs = sorted[index + 1]?.mediaMs ?? endMs ?? mediaMs + 1000;
    const times = `${printVttTime(mediaMs)} --> ${printVttTime(Math.max(mediaMs + shortestMs, untilMs))}`;
    return `${id}\n${times}\n${printVttText(label)}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}
