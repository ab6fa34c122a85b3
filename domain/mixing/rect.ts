/** The size of a mixed picture in pixels; both even, since colour is sampled at half the resolution (4:2:0). */
export interface Canvas {
  readonly width: number;
  readonly height: number;
}

/** A rectangle on a canvas in pixels; all four even for the same reason. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The even number at or below. */
export function evenBelow(pixels: number): number {
  return Math.floor(pixels / 2) * 2;
}
