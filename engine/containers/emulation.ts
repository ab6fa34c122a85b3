/** Takes the emulation prevention bytes out of a NAL unit (ITU-T H.264, 7.4.1; H.265, 7.4.2). */
export function withoutEmulation(nal: Buffer): Uint8Array {
  const out = new Uint8Array(nal.length);
  let length = 0;
  for (let at = 0; at < nal.length; at++) {
    if (at > 1 && nal[at] === 3 && nal[at - 1] === 0 && nal[at - 2] === 0) continue;
    out[length++] = nal[at]!;
  }
  return out.subarray(0, length);
}
