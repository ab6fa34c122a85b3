/** An HLS media playlist (RFC 8216) whose segments are fragmented MP4 or MPEG transport streams. */
export interface HlsSegment {
  readonly uri: string;
  readonly durationSeconds: number;
  /** The initialisation segment, given where it differs from the one before. Transport streams have none. */
  readonly map?: string;
  /** Times or codecs do not continue those of the segment before. */
  readonly discontinuity?: boolean;
}

/** What stands before a segment where it does not simply continue the one before. */
export type HlsAnnouncement = Pick<HlsSegment, 'map' | 'discontinuity'>;

export interface HlsPlaylist {
  readonly segments: readonly HlsSegment[];
  /** What is announced for a segment that is not named yet. */
  readonly announced: HlsAnnouncement;
  /** False while the playlist still grows, or when a kill cut it off. */
  readonly ended: boolean;
}

/** The name of a folder's n-th initialisation segment, from 1: each configuration of the stream has its own. */
export function initialSegmentName(number: number): string {
  return number === 1 ? 'init.mp4' : `init-${String(number)}.mp4`;
}

/** Maps came to ordinary playlists with version 6, and to fragmented MP4 with 7; parts of a second with 3. */
const versions = { fmp4: 7, ts: 3 } as const;

/** The head of a playlist that is still growing. Its target is generous, since segments to come are not known. */
export function printPlaylistHead(
  targetSeconds: number,
  type: 'EVENT' | 'VOD',
  container: keyof typeof versions = 'fmp4',
): string {
  return [
    '#EXTM3U',
    `#EXT-X-VERSION:${String(versions[container])}`,
    `#EXT-X-TARGETDURATION:${String(Math.max(1, Math.round(targetSeconds)))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${type}`,
    '',
  ].join('\n');
}

export function printAnnouncement({ map, discontinuity }: HlsAnnouncement): string {
  const lines = [
    ...(discontinuity === true ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(map === undefined ? [] : [`#EXT-X-MAP:URI="${map}"`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

export function printSegment({ uri, durationSeconds, ...announcement }: HlsSegment): string {
  return `${printAnnouncement(announcement)}#EXTINF:${durationSeconds.toFixed(6)},\n${uri}\n`;
}

export const playlistEnd = '#EXT-X-ENDLIST\n';

/** A finished playlist; its target is the longest segment, as the standard wants it. */
export function printPlaylist(segments: readonly HlsSegment[]): string {
  const longest = segments.reduce((max, { durationSeconds }) => Math.max(max, durationSeconds), 0);
  const container = segments.some(({ map }) => map !== undefined) ? 'fmp4' : 'ts';
  return `${printPlaylistHead(longest, 'VOD', container)}${segments.map(printSegment).join('')}${playlistEnd}`;
}

/**
 * Reads a playlist of ours, finished or as far as it was written. A line that a kill tore off is left out with its
 * segment; lines that we do not write are passed over. Throws RangeError on what is no playlist.
 */
export function parsePlaylist(text: string): HlsPlaylist {
  // What follows the last line feed was never written whole.
  const [head, ...lines] = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  if (head !== '#EXTM3U') throw new RangeError('a playlist begins with "#EXTM3U"');
  const segments: HlsSegment[] = [];
  let durationSeconds: number | null = null;
  let told: HlsAnnouncement = {};
  let ended = false;
  for (const line of lines) {
    const map = /^#EXT-X-MAP:URI="([^"]*)"/.exec(line)?.[1];
    if (map !== undefined) told = { ...told, map };
    else if (line === '#EXT-X-DISCONTINUITY') told = { ...told, discontinuity: true };
    else if (line === '#EXT-X-ENDLIST') ended = true;
    else if (line.startsWith('#EXTINF:')) durationSeconds = Number.parseFloat(line.slice('#EXTINF:'.length));
    else if (line !== '' && !line.startsWith('#')) {
      if (durationSeconds === null || Number.isNaN(durationSeconds))
        throw new RangeError(`the segment ${line} has no duration`);
      segments.push({ uri: line, durationSeconds, ...told });
      durationSeconds = null;
      told = {};
    }
  }
  return { segments, announced: told, ended };
}
