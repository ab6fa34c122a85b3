/** Frames before a stretch: a decoder's first ones overlap with what it decoded before. */
export const leadingFrames = 3;
const stretchFrames = 5;

/**
 * The stretch of coded sound that is likely the loudest: encoders spend the most bytes there. Looking anywhere else would
 * hear nothing in a short beep's pauses. It begins with its leading frames; empty while there are too few.
 */
export function findLoudestStretch(frames: readonly Buffer[]): readonly Buffer[] {
  if (frames.length < leadingFrames + stretchFrames) return [];
  let bytes = 0;
  let most = -1;
  let begin = leadingFrames;
  for (let end = leadingFrames; end < frames.length; end++) {
    bytes += frames[end]!.length;
    if (end >= leadingFrames + stretchFrames) bytes -= frames[end - stretchFrames]!.length;
    const first = end - stretchFrames + 1;
    if (first < leadingFrames || bytes <= most) continue;
    most = bytes;
    begin = first;
  }
  return frames.slice(begin - leadingFrames, begin + stretchFrames);
}
