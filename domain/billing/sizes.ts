import type { SizeTable } from './price-book.ts';

/** Width and height in pixels of one picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
}

export function areaOf({ width, height }: Picture): number {
  return width * height;
}

/** The class of one picture, or of a sum of areas where classes go by area; null where it is larger than every class. */
export function classOfPicture(
  table: SizeTable,
  picture: Picture | { readonly area: number },
): string | null {
  if ('area' in picture) {
    if (table.by !== 'area') return null;
    return table.classes.find(([, most]) => most === null || picture.area <= most)?.[0] ?? null;
  }
  const long = Math.max(picture.width, picture.height);
  const short = Math.min(picture.width, picture.height);
  if (table.by === 'sides') {
    const fits = table.classes.find(
      ([, mostLong, mostShort]) =>
        (mostLong === null || long <= mostLong) && (mostShort === null || short <= mostShort),
    );
    return fits?.[0] ?? null;
  }
  const measure = table.by === 'area' ? areaOf(picture) : short;
  return table.classes.find(([, most]) => most === null || measure <= most)?.[0] ?? null;
}
