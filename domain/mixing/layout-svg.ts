import type { Arrangement, Watermark } from './layout.ts';
import type { Canvas, Rect } from './rect.ts';

/** Draws an arrangement as an SVG of the canvas's size: every picture a rectangle with its name, in drawing order. */
export function printLayoutSvg(
  { placements, holders }: Pick<Arrangement, 'placements' | 'holders'>,
  view: {
    readonly canvas: Canvas;
    readonly backgroundColor: number;
    readonly watermark: Watermark | null;
    readonly nameOf: (id: string) => string;
  },
): string {
  const { canvas, backgroundColor, watermark, nameOf } = view;
  const size = `width="${String(canvas.width)}" height="${String(canvas.height)}"`;
  const background = `#${backgroundColor.toString(16).padStart(6, '0')}`;
  const pictures = placements.map(({ id, rect, zOrder }, index) => ({
    zOrder,
    text: box(rect, `hsl(${String((index * 137) % 360)} 45% 45%)`, nameOf(id)),
  }));
  const empty = holders.map(({ rect, zOrder }) => ({ zOrder, text: box(rect, '#666', '') }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(canvas.width)} ${String(canvas.height)}" ${size}>`,
    `<rect ${size} fill="${background}"/>`,
    ...[...empty, ...pictures].toSorted((one, other) => one.zOrder - other.zOrder).map(({ text }) => text),
    ...(watermark === null ? [] : [box(watermark.rect, 'none', 'watermark')]),
    '</svg>',
  ].join('\n');
}

function box({ x, y, width, height }: Rect, fill: string, name: string): string {
  const font = Math.max(6, Math.min(40, Math.floor(Math.min(width / 8, height / 3))));
  const rect = `<rect x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}" fill="${fill}" stroke="#fff"/>`;
  const middle = `x="${String(x + width / 2)}" y="${String(y + height / 2)}"`;
  const text =
    name === ''
      ? ''
      : `<text ${middle} font-family="sans-serif" font-size="${String(font)}" fill="#fff" text-anchor="middle" dominant-baseline="middle">${escapeXml(name)}</text>`;
  return rect + text;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign]!);
}
