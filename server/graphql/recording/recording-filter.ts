import type { RecordingFilter } from '../../ports/records.ts';
import { keyOf } from '../relay/global-id.ts';
import type { RecordingFilterInput } from './recording.types.ts';

/** What was left out, or given as null, restricts nothing. */
export function readRecordingFilter(input: RecordingFilterInput | null | undefined): RecordingFilter {
  if (input === null || input === undefined) return {};
  const { roomId, ...rest } = input;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(rest);
  const given = Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
  return {
    ...(given as RecordingFilter),
    ...(roomId === null || roomId === undefined ? {} : { roomId: keyOf('Room', roomId, 'filter.roomId') }),
  };
}
