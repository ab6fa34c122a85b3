import type { Amf0Object, Amf0Value } from './amf0.ts';

/**
 * What we answer to a client that offers the enhanced form in `connect` (https://github.com/veovera/enhanced-rtmp,
 * "Enhancing NetConnection connect Command").
 */
const fourCcs = { video: ['avc1', 'hvc1', 'av01'], audio: ['mp4a'] } as const;
/** FourCcInfoMask: we pass on what comes and code nothing. */
const canForward = 4;
/** CapsExMask: modifiers in front of a packet are understood. */
const understandsModEx = 4;

function infoMap(names: readonly string[]): Amf0Object {
  return Object.fromEntries(names.map((name) => [name, canForward]));
}

/** Nothing for a client that offers nothing: an old one may not expect it. */
export function answerEnhanced(offer: Amf0Object): Amf0Object {
  const names: readonly string[] = ['fourCcList', 'videoFourCcInfoMap', 'audioFourCcInfoMap', 'capsEx'];
  if (names.every((name) => offer[name] === undefined)) return {};
  const fourCcList: readonly Amf0Value[] = [...fourCcs.video, ...fourCcs.audio];
  return {
    fourCcList,
    videoFourCcInfoMap: infoMap(fourCcs.video),
    audioFourCcInfoMap: infoMap(fourCcs.audio),
    capsEx: understandsModEx,
  };
}
