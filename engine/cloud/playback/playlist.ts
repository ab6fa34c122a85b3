/** A playlist as it is served: its text, and the names of what it leads to. */
export interface ServedPlaylist {
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/**
 * Ends a playlist with the segment in which `seconds` are reached: HLS cannot be cut inside one. Null plays all. `query`
 * goes on every address inside, so that one signature is good for the whole folder.
 */
export function servePlaylist(playlist: string, seconds: number | null, query: string): ServedPlaylist {
  const lines: string[] = [];
  const names = new Set<string>();
  let played = 0;
  let pending = 0;
  for (const line of playlist.split('\n')) {
    if (line.startsWith('#EXTINF:')) pending = Number.parseFloat(line.slice('#EXTINF:'.length));
    if (line.startsWith('#EXT-X-MAP:')) {
      const [, name] = /URI="([^"]+)"/.exec(line) ?? [];
      if (name !== undefined) names.add(name);
      lines.push(line.replace(/URI="([^"]+)"/, `URI="$1?${query}"`));
    } else if (line === '' || line.startsWith('#')) lines.push(line);
    else {
      names.add(line);
      lines.push(`${line}?${query}`);
      played += pending;
      if (seconds !== null && played >= seconds) {
        lines.push('#EXT-X-ENDLIST', '');
        break;
      }
    }
  }
  return { text: lines.join('\n'), names };
}

/** The pictures of a WebVTT under the signature of the WebVTT itself. */
export function serveVtt(vtt: string, query: string): string {
  return vtt.replaceAll(/^([\w-]+\.jpg)#/gm, `$1?${query}#`);
}
