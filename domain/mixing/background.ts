import type { Canvas } from './rect.ts';

/** A colour in studio range, as raw pictures hold it. */
export interface YuvColor {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/**
 * A 24-bit RGB colour in the matrix that players assume when a stream does not say: BT.709 from 720 lines on, BT.601 below.
 */
export function backgroundYuv(rgb: number, canvas: Canvas): YuvColor {
  const red = ((rgb >> 16) & 255) / 255;
  const green = ((rgb >> 8) & 255) / 255;
  const blue = (rgb & 255) / 255;
  const [redWeight, blueWeight] = canvas.height >= 720 ? [0.2126, 0.0722] : [0.299, 0.114];
  const luma = redWeight * red + (1 - redWeight - blueWeight) * green + blueWeight * blue;
  return {
    y: Math.round(16 + 219 * luma),
    u: Math.round(128 + (112 * (blue - luma)) / (1 - blueWeight)),
    v: Math.round(128 + (112 * (red - luma)) / (1 - redWeight)),
  };
}
