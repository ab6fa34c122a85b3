import { type FieldFault, refuseFaults } from '../../../domain/errors.ts';
import type { SearchPage } from '../../ports/recording-search.ts';
import type { RecordingFilter } from '../../ports/records.ts';
import { readPage } from '../relay/connection.ts';
import { keyOf } from '../relay/global-id.ts';
import { readRoomName } from '../room/room-name.ts';
import { maxTextLength, type RecordingFilterInput } from './recording-filter.types.ts';

/** Rows that can be skipped, as the vendor's own search bounds Offset + Limit. */
export const searchWindow = 5000;

/** What was left out, or given as null, restricts nothing. Throws BAD_INPUT with every fault. */
export function readRecordingFilter(input: RecordingFilterInput | null | undefined): RecordingFilter {
  if (input === null || input === undefined) return {};
  const { roomId, roomName, minDurationSeconds, maxDurationSeconds, ...rest } = input;
  refuseFaults(findFaults(input));
  const entries: readonly (readonly [string, unknown])[] = Object.entries(rest);
  const given = Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
  return {
    ...(given as RecordingFilter),
    ...(roomId === null || roomId === undefined ? {} : { roomId: keyOf('Room', roomId, 'filter.roomId') }),
    ...(roomName === null || roomName === undefined
      ? {}
      : { roomName: readRoomName(roomName, 'filter.roomName') }),
    ...(typeof minDurationSeconds === 'number'
      ? { minDurationMs: Math.ceil(minDurationSeconds * 1000) }
      : {}),
    ...(typeof maxDurationSeconds === 'number'
      ? { maxDurationMs: Math.floor(maxDurationSeconds * 1000) }
      : {}),
  };
}

function findFaults(input: RecordingFilterInput): readonly FieldFault[] {
  const faults: FieldFault[] = [];
  const { text, tags } = input;
  if (typeof text === 'string' && (text === '' || text.length > maxTextLength))
    faults.push({
      field: 'filter.text',
      got: `${text.length} characters`,
      allowed: `1 to ${maxTextLength} characters`,
    });
  for (const [index, tag] of (tags ?? []).entries())
    if (tag === '' || tag.length > maxTextLength)
      faults.push({
        field: `filter.tags.${index}`,
        got: `${tag.length} characters`,
        allowed: `1 to ${maxTextLength} characters`,
      });
  for (const [low, high] of [
    ['minBytes', 'maxBytes'],
    ['minDurationSeconds', 'maxDurationSeconds'],
  ] as const) {
    const [least, most] = [input[low] ?? 0, input[high] ?? Infinity];
    if (least < 0 || most < 0)
      faults.push({ field: `filter.${low}`, got: String(Math.min(least, most)), allowed: '0 or more' });
    else if (least > most)
      faults.push({ field: `filter.${low}`, got: String(least), allowed: `at most ${high}, ${most}` });
    // A number of milliseconds that no bigint holds is no length.
    else if (least > 1e12 || (most !== Infinity && most > Number.MAX_SAFE_INTEGER / 1000))
      faults.push({ field: `filter.${high}`, got: String(most), allowed: 'at most 9e12' });
  }
  return faults;
}

/** Throws BAD_INPUT for a page of no size, a window beyond 5000, or a cursor and an offset together. */
export function readSearchPage(
  first: number,
  after: string | null | undefined,
  offset: number | null | undefined,
): SearchPage {
  const page = readPage(first, after);
  const skipped = offset ?? 0;
  const faults: FieldFault[] = [];
  if (skipped < 0 || skipped + first > searchWindow)
    faults.push({
      field: 'offset',
      got: String(skipped),
      allowed: `0 or more, and at most ${searchWindow} together with first`,
    });
  if (typeof offset === 'number' && page.after !== null)
    faults.push({ field: 'offset', got: `${offset} beside after`, allowed: 'one of the two' });
  refuseFaults(faults);
  return { ...page, offset: skipped };
}
