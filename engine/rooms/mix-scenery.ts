import { DomainError } from '../../domain/errors.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { Scenery } from '../mix/compositor.ts';
import { loadScenery } from '../mix/load-scenery.ts';
import type { ProcessRoom } from '../process/process-room.ts';

export interface MixSceneryOptions {
  /** Null where there is no ffmpeg: mixing is then refused. */
  readonly ffmpegPath: string | null;
  readonly processes: ProcessRoom;
  /** Hosts that pictures may come from although they are not public. */
  readonly pictureHosts: readonly string[];
}

/** Fetches what a mix shows besides its users. Throws UNSUPPORTED without ffmpeg, BAD_INPUT for a picture that cannot be had. */
export function loadMixScenery(options: MixSceneryOptions, form: MixForm): Promise<Scenery> {
  const { ffmpegPath, processes, pictureHosts } = options;
  if (ffmpegPath === null)
    throw new DomainError('UNSUPPORTED', 'us', 'mixing needs ffmpeg, and this engine found none');
  return loadScenery(form, { ffmpegPath, processes, trustedHosts: pictureHosts });
}
