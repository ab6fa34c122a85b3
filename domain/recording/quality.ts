import type { MarkLevel } from './facts.ts';

/** What a running recording is watched for. */
export const qualityCodes = [
  'stall',
  'silence',
  'no-sound',
  'no-picture',
  'black',
  'frozen',
  'bitrate-low',
  'frame-rate-low',
  'drift',
  'length-off',
] as const;
export type QualityCode = (typeof qualityCodes)[number];

/** What can be said of a stream at one moment. Null means not known now: it neither begins nor heals anything. */
export interface QualityObservation {
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** The end of the media so far, in milliseconds from the recording's beginning. */
  readonly mediaMs: number;
  /** Since the last packet of any kind, and of each; null for a kind that the stream never had. */
  readonly sinceMediaMs: number;
  readonly sincePictureMs: number | null;
  readonly sinceSoundMs: number | null;
  /** Level of a short stretch of sound, in decibels below full scale. */
  readonly soundDb: number | null;
  /** Since when nothing louder came; null: now. */
  readonly soundSinceMs: number | null;
  /** A decoded key frame, brightness 0 to 255. */
  readonly picture: PictureReading | null;
  /** True where the coded pictures since a while are as small as those of a picture in which nothing moves. */
  readonly still: boolean | null;
  /** Of the last seconds, key frames left out; and what is usual for this stream. */
  readonly pictureKbps: number | null;
  readonly usualPictureKbps: number | null;
  readonly framesPerSecond: number | null;
  readonly usualFramesPerSecond: number | null;
  /** How far the times of sound and pictures have run apart since the beginning; positive: the sound is ahead. */
  readonly driftMs: number | null;
  /** How much more time has passed than media has come; negative: the media runs ahead of the clock. */
  readonly missingMs: number | null;
}

export interface PictureReading {
  readonly mean: number;
  /** Brightest point less darkest. */
  readonly contrast: number;
  /** The largest difference of a point from the key frame read before; null for the first. */
  readonly change: number | null;
}

/** Limits of one condition: how long it must last to be told, and how long it must be gone to be over. */
export interface QualityPatience {
  readonly level: MarkLevel;
  /** Of a screen share, which may rightly stand still and send little. */
  readonly auxLevel: MarkLevel;
  readonly beginAfterMs: number;
  readonly endAfterMs: number;
}

/** Every number that quality is judged by. A condition is told within ten seconds of its cause: see docs/quality.md. */
export const qualityLimits = {
  stallMs: 4000,
  /** How far back `still` looks. */
  stillWindowMs: 3000,
  missingKindMs: 5000,
  silenceDb: -60,
  /** Limited-range black is 16; a dark room seen by a camera has noise and lamps. */
  blackMean: 20,
  blackContrast: 10,
  /** Between two key frames of a picture that stands still, coded anew. */
  frozenChange: 1,
  /** Of what is usual; usual below the floor is too little to fall. */
  collapse: 0.25,
  floorKbps: 100,
  frameRateCollapse: 0.5,
  floorFramesPerSecond: 5,
  driftMs: 400,
  missingMs: 4000,
  /** Of the length so far: clocks of publishers are not exact. */
  missingShare: 0.02,
  /** Of one code in one recording: a stream that flutters for a day must not fill the log. */
  marksPerCode: 200,
  /** What is over must be this much better than what was told, so that a mark does not flutter. */
  healing: 0.5,
} as const;

export const qualityPatience: Readonly<Record<QualityCode, QualityPatience>> = {
  stall: { level: 'error', auxLevel: 'info', beginAfterMs: 0, endAfterMs: 1000 },
  silence: { level: 'warning', auxLevel: 'info', beginAfterMs: 4000, endAfterMs: 0 },
  'no-sound': { level: 'warning', auxLevel: 'info', beginAfterMs: 0, endAfterMs: 1000 },
  'no-picture': { level: 'warning', auxLevel: 'info', beginAfterMs: 0, endAfterMs: 1000 },
  black: { level: 'warning', auxLevel: 'warning', beginAfterMs: 1500, endAfterMs: 0 },
  frozen: { level: 'warning', auxLevel: 'info', beginAfterMs: 5000, endAfterMs: 1000 },
  'bitrate-low': { level: 'warning', auxLevel: 'info', beginAfterMs: 2000, endAfterMs: 3000 },
  'frame-rate-low': { level: 'warning', auxLevel: 'info', beginAfterMs: 2000, endAfterMs: 3000 },
  drift: { level: 'warning', auxLevel: 'warning', beginAfterMs: 2000, endAfterMs: 4000 },
  'length-off': { level: 'warning', auxLevel: 'info', beginAfterMs: 4000, endAfterMs: 4000 },
};

/** Whether a condition holds, since when if that lies before the observation, and how it reads. */
export interface QualityVerdict {
  readonly bad: boolean;
  readonly sinceMs?: number;
  readonly detail: string;
}

type Judge = (seen: QualityObservation, open: boolean) => QualityVerdict | null;

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function judgeAbsence(what: string, sinceMs: number | null, seen: QualityObservation): QualityVerdict | null {
  // Where nothing comes at all, that is told instead.
  if (sinceMs === null || seen.sinceMediaMs >= qualityLimits.stallMs) return null;
  return {
    bad: sinceMs >= qualityLimits.missingKindMs,
    sinceMs: seen.atMs - sinceMs,
    detail: `no ${what} comes, and the rest of the stream does`,
  };
}

/** `limit` is crossed downwards; once open, it must be crossed upwards by the healing share of the way to what is usual. */
function judgeFall(
  what: string,
  value: number | null,
  usual: number | null,
  { share, floor, open }: { readonly share: number; readonly floor: number; readonly open: boolean },
): QualityVerdict | null {
  if (value === null || usual === null || usual < floor) return null;
  const limit = open ? share + (1 - share) * qualityLimits.healing : share;
  return {
    bad: value < usual * limit,
    detail: `${value.toFixed(0)} ${what}, usual are ${usual.toFixed(0)}`,
  };
}

function isBlack({ mean, contrast }: PictureReading): boolean {
  return mean <= qualityLimits.blackMean && contrast <= qualityLimits.blackContrast;
}

/** How each condition is seen; `open` tells whether it is told already. Null where nothing can be said now. */
export const qualityJudges: Readonly<Record<QualityCode, Judge>> = {
  stall: ({ atMs, sinceMediaMs }) => ({
    bad: sinceMediaMs >= qualityLimits.stallMs,
    sinceMs: atMs - sinceMediaMs,
    detail: 'nothing comes any more, and the stream has not ended',
  }),
  'no-sound': (seen) => judgeAbsence('sound', seen.sinceSoundMs, seen),
  'no-picture': (seen) => judgeAbsence('picture', seen.sincePictureMs, seen),
  silence: ({ atMs, soundDb, soundSinceMs }) =>
    soundDb === null
      ? null
      : {
          bad: soundDb < qualityLimits.silenceDb,
          sinceMs: soundSinceMs ?? atMs,
          detail: `the sound is at ${soundDb.toFixed(0)} dB of full scale`,
        },
  black: ({ picture, still }, open) => {
    if (picture !== null)
      return {
        bad: isBlack(picture),
        detail: `the picture is black (brightness ${picture.mean.toFixed(0)})`,
      };
    // Between key frames nothing is decoded; a picture in which something moves is black no longer.
    return open && still === false ? { bad: false, detail: 'the picture moves' } : null;
  },
  frozen: ({ atMs, picture, still, sincePictureMs }) => {
    if (still === null || (sincePictureMs ?? Infinity) > qualityLimits.missingKindMs) return null;
    const looksDifferent = typeof picture?.change === 'number' && picture.change > qualityLimits.frozenChange;
    const black = picture !== null && isBlack(picture);
    return {
      bad: still && !looksDifferent && !black,
      sinceMs: atMs - qualityLimits.stillWindowMs,
      detail: 'the same picture comes again and again',
    };
  },
  'bitrate-low': ({ pictureKbps, usualPictureKbps, still, sincePictureMs }, open) => {
    // A picture that stands still needs no bits, and one that does not come has none: both are told by their own marks.
    if (still !== false || (sincePictureMs ?? Infinity) > 2000) return null;
    const limits = { share: qualityLimits.collapse, floor: qualityLimits.floorKbps, open };
    return judgeFall('kbit/s of pictures', pictureKbps, usualPictureKbps, limits);
  },
  'frame-rate-low': ({ framesPerSecond, usualFramesPerSecond, sincePictureMs }, open) => {
    if ((sincePictureMs ?? Infinity) > 2000) return null;
    const limits = {
      share: qualityLimits.frameRateCollapse,
      floor: qualityLimits.floorFramesPerSecond,
      open,
    };
    return judgeFall('pictures a second', framesPerSecond, usualFramesPerSecond, limits);
  },
  drift: ({ driftMs }, open) =>
    driftMs === null
      ? null
      : {
          bad: Math.abs(driftMs) >= qualityLimits.driftMs * (open ? qualityLimits.healing : 1),
          detail: `the sound is ${inSeconds(Math.abs(driftMs))} ${driftMs > 0 ? 'ahead of' : 'behind'} where it was to the picture`,
        },
  'length-off': ({ missingMs, mediaMs, sinceMediaMs }, open) => {
    if (missingMs === null || sinceMediaMs > 2000) return null;
    const limit = Math.max(qualityLimits.missingMs, mediaMs * qualityLimits.missingShare);
    return {
      bad: Math.abs(missingMs) >= limit * (open ? qualityLimits.healing : 1),
      detail: `the media is ${inSeconds(Math.abs(missingMs))} ${missingMs > 0 ? 'shorter' : 'longer'} than the time that has passed`,
    };
  },
};
