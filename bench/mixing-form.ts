import { arrange } from '../domain/mixing/arrange.ts';
import type { EncodeParams } from '../domain/mixing/encode-params.ts';
import { gridLayout, type Placement } from '../domain/mixing/layout.ts';

/** The vendor page's own example: 1280×720, 1560 kbps, 15 pictures a second, a key frame every 3 s, 48 kHz stereo, 64 kbps. */
export const mixEncode: EncodeParams = {
  audioSampleRate: 48_000,
  audioBitrateKbps: 64,
  audioChannels: 2,
  width: 1280,
  height: 720,
  videoBitrateKbps: 1560,
  frameRate: 15,
  gopSeconds: 3,
  backgroundColor: 0,
  backgroundImageUrl: null,
};

/** Where the engine draws so many pictures. */
export function placesOf(inputs: number): readonly Placement[] {
  const streams = Array.from({ length: inputs }, (_, index) => ({
    ...{ id: `user${index}`, userId: `user${index}`, streamType: 'main' as const },
    hasPicture: true,
  }));
  return arrange(gridLayout, streams, mixEncode).placements;
}
