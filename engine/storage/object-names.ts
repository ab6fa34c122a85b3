/** What may lie in a file's folder for others to read, and how it is called on the web. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\.m3u8$/, 'application/vnd.apple.mpegurl'],
  [/\.mp4$/, 'video/mp4'],
  [/\.m4s$/, 'video/iso.segment'],
  [/\.ts$/, 'video/mp2t'],
  [/\.flv$/, 'video/x-flv'],
  [/\.aac$/, 'audio/aac'],
  [/\.jpg$/, 'image/jpeg'],
  [/\.vtt$/, 'text/vtt; charset=utf-8'],
];
const plainName = /^[a-z\d][a-z\d-]{0,40}\.[a-z\d]{2,4}$/;

/** The media type of an object; null for a name that no finished file has, such as a side file of the recorder. */
export function contentTypeOf(name: string): string | null {
  if (!plainName.test(name)) return null;
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
