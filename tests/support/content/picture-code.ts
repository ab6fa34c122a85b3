/**
 * A picture that says its number: a grid of four columns and five rows of blocks, black or white, coarse enough to
 * survive any encoder. The top row is white in one picture of each second (the flash that goes with a beep), the other
 * sixteen blocks are twelve bits of number and four of check.
 */
export const grid = { columns: 4, rows: 5 } as const;
export const blocks = grid.columns * grid.rows;
export const picturesPerSecond = 15;
/** The picture of each second that flashes: not the key picture, so that a cut there tears neither flash nor beep. */
export const flashPicture = 3;

const black = 16;
const white = 235;
/** Between these a block is neither: the picture was damaged. */
const darkest = 90;
const lightest = 165;

export function isFlash(number: number): boolean {
  return number % picturesPerSecond === flashPicture;
}

function checkOf(number: number): number {
  return ((number >> 8) ^ (number >> 4) ^ number ^ 0b1010) & 15;
}

/** The grid's luma, a byte a block, row by row. */
export function printPicture(number: number): Buffer {
  const code = (number << 4) | checkOf(number);
  return Buffer.from(
    Array.from({ length: blocks }, (_, block) => {
      const lit = block < grid.columns ? isFlash(number) : ((code >> (blocks - 1 - block)) & 1) === 1;
      return lit ? white : black;
    }),
  );
}

/** The number that a grid shows; null when it cannot be read. */
export function readPicture(luma: Uint8Array): number | null {
  const bits = [...luma.subarray(0, blocks)].map((value) =>
    value <= darkest ? 0 : value >= lightest ? 1 : null,
  );
  if (bits.length < blocks || bits.includes(null)) return null;
  const code = bits.slice(grid.columns).reduce<number>((sum, bit) => sum * 2 + bit!, 0);
  const number = code >> 4;
  const flash = isFlash(number) ? 1 : 0;
  const isWhole =
    (code & 15) === checkOf(number) && bits.slice(0, grid.columns).every((bit) => bit === flash);
  return isWhole ? number : null;
}
