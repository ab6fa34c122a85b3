/** How the small pictures of a file lie in its sprites. */
export interface SpritePlan {
  readonly intervalSeconds: number;
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** Of one small picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

const columns = 10;
const rows = 10;
const tileWidth = 160;
const leastSeconds = 1;
/** Four sprites of a hundred: of two hours every eighteen seconds. */
const mostPictures = 400;

export function planSprite(
  durationMs: number,
  size: { readonly width: number; readonly height: number },
): SpritePlan {
  const seconds = durationMs / 1000;
  const intervalSeconds = Math.max(leastSeconds, Math.ceil(seconds / mostPictures));
  const height = Math.max(2, 2 * Math.round((tileWidth * size.height) / size.width / 2));
  return {
    intervalSeconds,
    // As many as ffmpeg's fps filter draws: the last stretch has one when half of it is there.
    count: Math.max(1, Math.round(seconds / intervalSeconds)),
    columns,
    rows,
    width: tileWidth,
    height,
  };
}

export const spriteName = (index: number): string => `sprite-${String(index + 1)}.jpg`;

function printTime(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23);
}

/** WebVTT with a media fragment (`#xywh=`) for each picture; addresses are relative, so that they move with the file. */
export function printSpriteVtt(plan: SpritePlan, durationMs: number): string {
  const cues = Array.from({ length: plan.count }, (_, index) => {
    const tile = index % (plan.columns * plan.rows);
    const name = spriteName(Math.floor(index / (plan.columns * plan.rows)));
    const [x, y] = [(tile % plan.columns) * plan.width, Math.floor(tile / plan.columns) * plan.height];
    const from = index * plan.intervalSeconds;
    const isLast = index === plan.count - 1;
    const until = isLast ? durationMs / 1000 : from + plan.intervalSeconds;
    const place = [x, y, plan.width, plan.height].map(String).join(',');
    return `${printTime(from)} --> ${printTime(until)}\n${name}#xywh=${place}\n`;
  });
  return `WEBVTT\n\n${cues.join('\n')}`;
}
