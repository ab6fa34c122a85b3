import type { ChosenMedia } from './codec-choice.ts';
import type { IceCredentials } from './ice-lite.ts';
import type { OfferedCodec } from './sdp-offer.ts';

export interface AnswerPlan {
  readonly media: readonly ChosenMedia[];
  readonly credentials: IceCredentials;
  /** As in `a=fingerprint`. */
  readonly fingerprint: string;
  /** Where datagrams reach us, best first. */
  readonly candidates: readonly { readonly host: string; readonly port: number }[];
  /** Unique among sessions: the number in `o=`. */
  readonly number: bigint;
}

/** What we answer of an offered codec's feedback: what we send. */
const sentFeedback = new Set(['nack', 'nack pli', 'goog-remb']);

/** Host candidates of component 1 (RFC 8839, 5.1); an earlier one is preferred. */
export function printCandidates(candidates: AnswerPlan['candidates']): readonly string[] {
  return candidates.map(({ host, port }, index) => {
    const priority = 126 * 2 ** 24 + (65_535 - index) * 2 ** 8 + 255;
    return `a=candidate:${String(index + 1)} 1 udp ${String(priority)} ${host} ${String(port)} typ host`;
  });
}

function printCodec({ payloadType, rtpmap, parameters, feedback }: OfferedCodec): string[] {
  return [
    `a=rtpmap:${String(payloadType)} ${rtpmap}`,
    ...(parameters === null ? [] : [`a=fmtp:${String(payloadType)} ${parameters}`]),
    ...feedback
      .filter((what) => sentFeedback.has(what))
      .map((what) => `a=rtcp-fb:${String(payloadType)} ${what}`),
  ];
}

/** Answers all that was offered (RFC 9725, 4.4.3: not a part of it), as the passive side of DTLS and the lite side of ICE. */
export function printAnswer({ media, credentials, fingerprint, candidates, number }: AnswerPlan): string {
  const sections = media.flatMap(({ offered, codec, rtx, red }) => {
    // The first is what the client sends.
    const codecs = [red, codec, rtx].filter((each) => each !== null);
    return [
      `m=${offered.kind} 9 ${offered.protocol} ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
      'c=IN IP4 0.0.0.0',
      'a=rtcp:9 IN IP4 0.0.0.0',
      `a=ice-ufrag:${credentials.ufrag}`,
      `a=ice-pwd:${credentials.password}`,
      `a=fingerprint:${fingerprint}`,
      'a=setup:passive',
      `a=mid:${offered.mid}`,
      'a=recvonly',
      'a=rtcp-mux',
      'a=rtcp-mux-only',
      'a=rtcp-rsize',
      ...codecs.flatMap(printCodec),
      ...printCandidates(candidates),
      'a=end-of-candidates',
    ];
  });
  return [
    'v=0',
    `o=- ${String(number)} 1 IN IP4 0.0.0.0`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${media.map(({ offered }) => offered.mid).join(' ')}`,
    'a=ice-lite',
    'a=msid-semantic: WMS *',
    ...sections,
    '',
  ].join('\r\n');
}
