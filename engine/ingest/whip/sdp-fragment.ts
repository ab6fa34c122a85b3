import type { AnswerPlan } from './sdp-answer.ts';
import { printCandidates } from './sdp-answer.ts';
import type { IceCredentials } from './ice-lite.ts';

/** The body of a PATCH (RFC 8840, 9), as much of it as a lite agent needs: whose ICE session it speaks of. */
export interface SdpFragment {
  readonly ufrag: string | null;
  readonly password: string | null;
}

const lineForm = /^(a=[A-Za-z0-9-]+(:.*)?|m=(audio|video|application) .+)$/;

/** Null for what is no such fragment. */
export function readFragment(text: string): SdpFragment | null {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== '');
  if (lines.length === 0 || lines.some((line) => !lineForm.test(line))) return null;
  const valueOf = (name: string): string | null =>
    lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3) ?? null;
  return { ufrag: valueOf('ice-ufrag'), password: valueOf('ice-pwd') };
}

/** What a restart is answered with. */
export function printFragment(
  { ufrag, password }: IceCredentials,
  candidates: AnswerPlan['candidates'],
): string {
  return [
    'a=ice-lite',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    ...printCandidates(candidates),
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}
