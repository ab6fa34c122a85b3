/** What one viewing took from the network. */
export interface Viewing {
  readonly requests: number;
  readonly bytes: number;
}

/**
 * Fetches a recording once, as a player would: a file at once, an HLS recording by its playlist and every segment (and
 * the initialisation section) in it. Fails when anything is refused, cut short, or the playlist has not ended.
 */
export async function watchOnce(address: string): Promise<Viewing> {
  const first = await fetchWhole(address);
  if (!new URL(address).pathname.endsWith('.m3u8')) return { requests: 1, bytes: first.byteLength };
  const playlist = first.toString('utf8');
  if (!playlist.includes('#EXT-X-ENDLIST')) throw new Error(`The playlist has not ended: ${address}`);
  let bytes = first.byteLength;
  const parts = partsOf(playlist, address);
  if (parts.length === 0) throw new Error(`The playlist names no segment: ${address}`);
  for (const part of parts) bytes += (await fetchWhole(part)).byteLength;
  return { requests: 1 + parts.length, bytes };
}

function partsOf(playlist: string, address: string): string[] {
  const parts: string[] = [];
  for (const line of playlist.split(/\r?\n/)) {
    const map = /^#EXT-X-MAP:.*URI="([^"]+)"/.exec(line)?.[1];
    const named = map ?? (line !== '' && !line.startsWith('#') ? line : undefined);
    if (named !== undefined) parts.push(new URL(named, address).href);
  }
  return parts;
}

async function fetchWhole(address: string): Promise<Buffer> {
  const response = await fetch(address, { signal: AbortSignal.timeout(60_000) });
  const { pathname } = new URL(address);
  if (response.status !== 200) throw new Error(`${pathname} was answered with ${response.status}`);
  const body = Buffer.from(await response.arrayBuffer());
  const promised = response.headers.get('content-length');
  if (promised !== null && Number(promised) !== body.byteLength)
    throw new Error(`${pathname} was cut short: ${body.byteLength} of ${promised} bytes`);
  return body;
}
