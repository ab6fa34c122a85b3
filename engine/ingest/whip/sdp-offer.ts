import type { Fingerprint } from './secure-channel.ts';
import { isKnownFingerprint } from './secure-channel.ts';

/** A codec as one payload type of the offer. */
export interface OfferedCodec {
  readonly payloadType: number;
  /** Lower case: `h264`, `vp8`, `opus`, `red`, `rtx`, … */
  readonly name: string;
  /** As in `a=rtpmap`, for the answer: `H264/90000`, `opus/48000/2`. */
  readonly rtpmap: string;
  /** The rest of `a=fmtp`, or null where there is none. */
  readonly parameters: string | null;
  /** `nack`, `nack pli`, `transport-cc`, … */
  readonly feedback: readonly string[];
}

export interface OfferedMedia {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  readonly protocol: string;
  /** In the offerer's order of preference. */
  readonly codecs: readonly OfferedCodec[];
  /** Header extensions by their URI. */
  readonly extensions: ReadonlyMap<string, number>;
}

export interface SdpOffer {
  readonly media: readonly OfferedMedia[];
  readonly fingerprints: readonly Fingerprint[];
  readonly iceUfrag: string;
}

/** Why an offer is not taken: the status that RFC 9725 gives for it, and a sentence. */
export interface OfferFault {
  readonly status: 400 | 406 | 422;
  readonly sentence: string;
}

const maxSections = 16;
const maxCodecs = 128;

interface Section {
  readonly head: string;
  readonly attributes: readonly (readonly [string, string])[];
}

function fault(status: OfferFault['status'], sentence: string): OfferFault {
  return { status, sentence };
}

/** The session's own lines first, then those of each `m=`. */
function splitSections(sdp: string): Section[] | null {
  const lines = sdp.split(/\r\n|\n|\r/).filter((line) => line !== '');
  if (lines[0] !== 'v=0' || lines.some((line) => !/^[a-z]=/.test(line))) return null;
  const sections: { head: string; attributes: (readonly [string, string])[] }[] = [
    { head: '', attributes: [] },
  ];
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push({ head: line.slice(2), attributes: [] });
    else if (line.startsWith('a=')) {
      const at = line.indexOf(':');
      sections
        .at(-1)!
        .attributes.push(at < 0 ? [line.slice(2), ''] : [line.slice(2, at), line.slice(at + 1)]);
    }
  }
  return sections.length > maxSections ? null : sections;
}

function valuesOf({ attributes }: Section, name: string): readonly string[] {
  return attributes.filter(([own]) => own === name).map(([, value]) => value);
}

function directionOf(section: Section, session: Section): string {
  const directions = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];
  for (const { attributes } of [section, session]) {
    const found = attributes.find(([name]) => directions.includes(name));
    if (found !== undefined) return found[0];
  }
  return 'sendrecv';
}

/** `96 H264/90000` → 96 and the rest. */
function byPayloadType(values: readonly string[]): Map<number, string> {
  return new Map(
    values.flatMap((value) => {
      const match = /^(\d{1,3})\s+(.+)$/.exec(value.trim());
      return match === null ? [] : [[Number(match[1]), match[2]!] as const];
    }),
  );
}

function readCodecs(section: Section, payloadTypes: readonly number[]): OfferedCodec[] {
  const maps = byPayloadType(valuesOf(section, 'rtpmap'));
  const parameters = byPayloadType(valuesOf(section, 'fmtp'));
  const feedback = valuesOf(section, 'rtcp-fb').map((value) => {
    const [type, ...rest] = value.trim().split(/\s+/);
    return { type, what: rest.join(' ') };
  });
  return payloadTypes.slice(0, maxCodecs).flatMap((payloadType) => {
    const rtpmap = maps.get(payloadType);
    if (rtpmap === undefined) return [];
    return [
      {
        payloadType,
        name: rtpmap.split('/')[0]!.toLowerCase(),
        rtpmap,
        parameters: parameters.get(payloadType) ?? null,
        feedback: feedback
          .filter(({ type }) => type === '*' || type === String(payloadType))
          .map(({ what }) => what),
      },
    ];
  });
}

function readMedia(section: Section): OfferedMedia | OfferFault {
  const match = /^(\S+) (\d+)(?:\/\d+)? (\S+) (.*)$/.exec(section.head);
  const mid = valuesOf(section, 'mid')[0];
  if (match === null) return fault(400, 'an m= line of the offer cannot be read');
  const [, kind, , protocol, formats] = match as unknown as [string, string, string, string, string];
  if (kind !== 'audio' && kind !== 'video')
    return fault(406, `the offer has an m= section of ${kind.slice(0, 20)}; allowed: audio and video`);
  if (mid === undefined || !/^[\x21-\x7e]{1,32}$/.test(mid))
    return fault(400, 'an m= section of the offer has no usable a=mid');
  if (!/^(UDP\/TLS\/RTP\/SAVPF?|RTP\/SAVPF?)$/.test(protocol))
    return fault(406, 'the offer’s transport is no DTLS-SRTP over UDP');
  const extensions = new Map<string, number>();
  for (const value of valuesOf(section, 'extmap')) {
    const extension = /^(\d{1,3})(?:\/\w+)?\s+(\S+)/.exec(value);
    if (extension !== null) extensions.set(extension[2]!, Number(extension[1]));
  }
  const payloadTypes = formats
    .split(' ')
    .map(Number)
    .filter((type) => type >= 0 && type <= 127);
  return { kind, mid, protocol, codecs: readCodecs(section, payloadTypes), extensions };
}

function readFingerprints(session: Section, sections: readonly Section[]): Fingerprint[] {
  return [session, ...sections]
    .flatMap((section) => valuesOf(section, 'fingerprint'))
    .flatMap((value) => {
      const match = /^(\S+)\s+([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){19,63})$/.exec(value.trim());
      return match === null ? [] : [{ algorithm: match[1]!.toLowerCase(), value: match[2]!.toUpperCase() }];
    })
    .filter(isKnownFingerprint);
}

function findFault(session: Section, sections: readonly Section[]): OfferFault | null {
  if (sections.length === 0) return fault(400, 'the offer has no m= section');
  for (const section of sections) {
    const direction = directionOf(section, session);
    if (direction !== 'sendonly' && direction !== 'sendrecv')
      return fault(406, `an m= section of the offer is ${direction}; allowed: sendonly`);
    const setup = (valuesOf(section, 'setup')[0] ?? valuesOf(session, 'setup')[0] ?? 'actpass').trim();
    if (setup !== 'actpass' && setup !== 'active')
      return fault(422, 'the offer wants to be the DTLS server; allowed: a=setup:actpass or active');
    if (valuesOf(section, 'simulcast').length > 0 || valuesOf(section, 'rid').length > 1)
      return fault(406, 'the offer sends one picture in several sizes (simulcast); allowed: one');
  }
  const groups = valuesOf(session, 'group').map((value) => value.split(/\s+/));
  const bundle = groups.find(([semantics]) => semantics === 'BUNDLE') ?? [];
  const mids = sections.map((section) => valuesOf(section, 'mid')[0] ?? '');
  if (sections.length > 1 && !mids.every((mid) => bundle.includes(mid)))
    return fault(406, 'the offer must bundle all its m= sections (a=group:BUNDLE)');
  return null;
}

/** Reads a WHIP client's offer (RFC 9725, 4.4), or says why it is refused. */
export function readOffer(sdp: string): SdpOffer | OfferFault {
  const all = splitSections(sdp);
  if (all === null) return fault(400, 'the body is no session description');
  const [session, ...sections] = all as [Section, ...Section[]];
  const found = findFault(session, sections);
  if (found !== null) return found;
  const media: OfferedMedia[] = [];
  for (const section of sections) {
    const read = readMedia(section);
    if ('status' in read) return read;
    if (media.some(({ kind }) => kind === read.kind))
      return fault(406, `the offer has more than one ${read.kind} section; allowed: one of each kind`);
    media.push(read);
  }
  const fingerprints = readFingerprints(session, sections);
  if (fingerprints.length === 0)
    return fault(400, 'the offer has no a=fingerprint of SHA-256, SHA-384 or SHA-512');
  const [first] = sections as [Section, ...Section[]];
  const iceUfrag = valuesOf(first, 'ice-ufrag')[0] ?? valuesOf(session, 'ice-ufrag')[0];
  if (iceUfrag === undefined) return fault(400, 'the offer has no a=ice-ufrag');
  return { media, fingerprints, iceUfrag };
}
