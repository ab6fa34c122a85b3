/** An HLS media playlist with fragmented MP4 segments (RFC 8216, version 7). */
export interface HlsSegment {
  readonly uri: string;
  readonly durationSeconds: number;
  /** The initialisation segment, given where it differs from the one before. */
  readonly map?: string;
  /** Times or codecs do not continue those of the segment before. */
  readonly discontinuity?: boolean;
}

/** The head of a playlist that is still growing. Its target is generous, since segments to come are not known. */
export function printPlaylistHead(targetSeconds: number, type: 'EVENT' | 'VOD'): string {
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${String(Math.max(1, Math.round(targetSeconds)))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${type}`,
    '',
  ].join('\n');
}

export function printSegment({ uri, durationSeconds, map, discontinuity }: HlsSegment): string {
  const lines = [
    ...(discontinuity === true ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(map === undefined ? [] : [`#EXT-X-MAP:URI="${map}"`]),
    `#EXTINF:${durationSeconds.toFixed(6)},`,
    uri,
  ];
  return `${lines.join('\n')}\n`;
}

/** A finished playlist; its target is the longest segment, as the standard wants it. */
export function printPlaylist(segments: readonly HlsSegment[]): string {
  const longest = segments.reduce((max, { durationSeconds }) => Math.max(max, durationSeconds), 0);
  return `${printPlaylistHead(longest, 'VOD')}${segments.map(printSegment).join('')}#EXT-X-ENDLIST\n`;
}
