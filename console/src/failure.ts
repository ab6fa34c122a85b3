import { RoomtapeError } from '../../client/core/error.ts';

/** What went wrong with a command, in a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof RoomtapeError ? error.message : String(error);
}
