/** Every file system takes so many bytes of UTF-8 as one name, with room for what a browser or a person adds. */
const maxBytes = 200;
/** `_<start>_<end>` and an extension: what tells files apart is kept whole where a name is too long. */
const keptEnd = 48;

function bytesOf(sign: string): number {
  const point = sign.codePointAt(0)!;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

/** As many of the first signs as fit into so many bytes. */
function fit(signs: readonly string[], bytes: number): readonly string[] {
  let left = bytes;
  const first = signs.findIndex((sign) => (left -= bytesOf(sign)) < 0);
  return first < 0 ? signs : signs.slice(0, first);
}

/** Leaves signs out before the end until the rest fits. */
function shorten(name: string): string {
  const signs = Array.from(name);
  const at = Math.max(0, signs.length - keptEnd);
  const end = fit(signs.slice(at).reverse(), maxBytes).toReversed();
  const room = maxBytes - end.reduce((sum, sign) => sum + bytesOf(sign), 0);
  return [...fit(signs.slice(0, at), room), ...end].join('');
}

/**
 * A name as one file of any file system: never a path, never hidden, never a name that Windows keeps for a device, nothing
 * that turns writing round. Two names may become one: what must not collide carries the media library's id too.
 */
export function printDiskName(name: string): string {
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    // Signs that are not seen or turn the writing round, separators of paths, and what Windows refuses.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, '_');
  const short = shorten(plain).replaceAll(/^[.\s]+|[.\s]+$/gu, '');
  if (short === '') return 'recording';
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu.test(short) ? `_${short}` : short;
}
