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
  // A product of fractions may fall short of its whole number by some 1e-13.
  return Math.floor((pixels + 1e-6) / 2) * 2;
}

/** The same rectangle with even edges, each moved by less than 2 pixels to the left or up. */
export function snapRect({ x, y, width, height }: Rect): Rect {
  const left = evenBelow(x);
  const top = evenBelow(y);
  return { x: left, y: top, width: evenBelow(x + width) - left, height: evenBelow(y + height) - top };
}

/** A rectangle by fractions of the canvas, 0 to 1. Rectangles that share an edge share it in pixels too. */
export function fractionRect(
  canvas: Canvas,
  edges: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): Rect {
  const { left, top, right, bottom } = edges;
  const { width, height } = canvas;
  return snapRect({
    x: left * width,
    y: top * height,
    width: (right - left) * width,
    height: (bottom - top) * height,
  });
}

/** Something can be drawn in it, and all of it lies on the canvas. */
export function isDrawable({ x, y, width, height }: Rect, canvas: Canvas): boolean {
  return (
    width >= 2 && height >= 2 && x >= 0 && y >= 0 && x + width <= canvas.width && y + height <= canvas.height
  );
}

export function wholeCanvas({ width, height }: Canvas): Rect {
  return { x: 0, y: 0, width, height };
}

/** They have a pixel in common. */
export function overlap(one: Rect, other: Rect): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** The largest rectangle of a picture's shape in the middle of another. */
export function fitWithin(picture: Canvas, rect: Rect): Rect {
  if (picture.width < 1 || picture.height < 1) return rect;
  const scale = Math.min(rect.width / picture.width, rect.height / picture.height);
  const width = Math.min(rect.width, Math.max(2, Math.round((picture.width * scale) / 2) * 2));
  const height = Math.min(rect.height, Math.max(2, Math.round((picture.height * scale) / 2) * 2));
  return {
    x: rect.x + evenBelow((rect.width - width) / 2),
    y: rect.y + evenBelow((rect.height - height) / 2),
    width,
    height,
  };
}
