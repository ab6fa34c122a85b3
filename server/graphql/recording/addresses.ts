import { refuseFaults } from '../../../domain/errors.ts';
import type { RecordingFileRecord } from '../../ports/records.ts';
import { requireAction } from '../../services/access/principal.ts';
import {
  findTermFaults,
  type PlaybackAddress,
  type PlaybackPart,
  playbackSeconds,
  type PlaybackTerms,
} from '../../services/playback.ts';
import type { GraphContext } from '../context.ts';

/** What is refused is refused even where there is nothing to play; all addresses of a request are granted at once. */
export function checkTerms({ principal }: GraphContext, terms: PlaybackTerms): void {
  requireAction(principal, 'PLAY');
  refuseFaults(findTermFaults(terms, playbackSeconds));
}

export async function addressOf(
  context: GraphContext,
  file: RecordingFileRecord | null,
  terms: PlaybackTerms,
  part: PlaybackPart = 'media',
): Promise<PlaybackAddress | null> {
  checkTerms(context, terms);
  return file === null ? null : context.addresses.load({ file, part, terms });
}

export function plainTerms(expiresInSeconds: number): PlaybackTerms {
  return { expiresInSeconds, previewSeconds: null, maxAddresses: null, download: false };
}
