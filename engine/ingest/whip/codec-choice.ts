import type { OfferedCodec, OfferedMedia } from './sdp-offer.ts';

/** What one m= section will carry. */
export interface ChosenMedia {
  readonly offered: OfferedMedia;
  readonly codec: OfferedCodec;
  /** Repeated packets come with this payload type (RFC 4588); null: as they are. */
  readonly rtx: OfferedCodec | null;
  /** Sound that is sent twice (RFC 2198), a packet's loss repaired by the next. */
  readonly red: OfferedCodec | null;
}

export type PublishedCodec = 'h264' | 'vp8' | 'opus';

const taken: Readonly<Record<OfferedMedia['kind'], readonly PublishedCodec[]>> = {
  // H.264 is recorded as it comes, VP8 has to be coded anew.
  video: ['h264', 'vp8'],
  audio: ['opus'],
};

/** Without packetization-mode=1 large pictures cannot be cut, and encoders make small ones. */
function isInterleavable({ parameters }: OfferedCodec): boolean {
  return /(^|;)\s*packetization-mode=1(;|$)/.test(parameters ?? '');
}

/** Chooses for a section; the sentence of a refusal where nothing offered is taken. */
export function chooseCodec(offered: OfferedMedia): ChosenMedia | string {
  const { codecs, kind } = offered;
  for (const name of taken[kind]) {
    const same = codecs.filter((codec) => codec.name === name);
    const codec = same.find(isInterleavable) ?? same[0];
    if (codec === undefined) continue;
    const apt = new RegExp(String.raw`(^|;)\s*apt=${String(codec.payloadType)}(;|$)`);
    const rtx = codecs.find((other) => other.name === 'rtx' && apt.test(other.parameters ?? ''));
    const doubled = new RegExp(String.raw`^${String(codec.payloadType)}(/${String(codec.payloadType)})*$`);
    const red = codecs.find((other) => other.name === 'red' && doubled.test(other.parameters ?? ''));
    return { offered, codec, rtx: rtx ?? null, red: kind === 'audio' ? (red ?? null) : null };
  }
  const names = [...new Set(codecs.map(({ name }) => name))].slice(0, 8).join(', ');
  const allowed = kind === 'video' ? 'H264 (preferred) and VP8' : 'opus';
  return `the offer’s ${kind} codecs are ${names === '' ? 'none' : names}; allowed: ${allowed}`;
}
