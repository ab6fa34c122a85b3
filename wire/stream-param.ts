/**
 * `stream_param` of CSS callbacks: the parameters of the push address. `userid` is raw Base64 whose `=` is not escaped
 * (seen in a public sample), so it is split at the first `=` and nothing is percent- or plus-decoded but what was
 * percent-encoded.
 */
export interface StreamParam {
  readonly sdkAppId: number | null;
  /** Perhaps an internal number at the vendor; our engine puts the room's name here. */
  readonly room: string | null;
  /** Our engine's extra: the room is the int room of that number. */
  readonly intRoom: boolean;
  readonly userId: string | null;
  readonly userDefineRecordId: string | null;
  /** Our engine's extra `streamtype`; at the vendor the end of `record_name`, as one public sample shows it. Null: not told. */
  readonly streamType: 'main' | 'aux' | null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray percent sign is what the publisher wrote: keep it.
    return text;
  }
}

/** `<userDefineRecordId>_main`: the type that automatic recording adds to the id. */
function typeOfRecordName(name: string | null, userDefineRecordId: string | null): StreamParam['streamType'] {
  if (name === null || userDefineRecordId === null) return null;
  return (['main', 'aux'] as const).find((type) => name === `${userDefineRecordId}_${type}`) ?? null;
}

export function parseStreamParam(text: string): StreamParam {
  const fields = new Map<string, string>();
  for (const pair of text.replace(/^[^?]*\?/, '').split('&')) {
    const at = pair.indexOf('=');
    if (at > 0 && !fields.has(pair.slice(0, at))) fields.set(pair.slice(0, at), decode(pair.slice(at + 1)));
  }
  const present = (name: string): string | null => (fields.get(name) ?? '') || null;
  const app = Number(present('sdkappid') ?? Number.NaN);
  const userid = present('userid');
  const userDefineRecordId = present('userdefinerecordid');
  const type = present('streamtype');
  return {
    sdkAppId: Number.isSafeInteger(app) ? app : null,
    room: present('roomid'),
    intRoom: present('roomidtype') === 'int',
    userId: userid === null ? null : Buffer.from(userid, 'base64').toString('utf8'),
    userDefineRecordId,
    streamType:
      type === 'main' || type === 'aux' ? type : typeOfRecordName(present('record_name'), userDefineRecordId),
  };
}

export function printStreamParam(param: StreamParam): string {
  const pairs: string[] = [];
  if (param.sdkAppId !== null) pairs.push(`sdkappid=${String(param.sdkAppId)}`);
  if (param.room !== null) pairs.push(`roomid=${encodeURIComponent(param.room)}`);
  if (param.intRoom) pairs.push('roomidtype=int');
  if (param.userId !== null) pairs.push(`userid=${Buffer.from(param.userId, 'utf8').toString('base64')}`);
  if (param.userDefineRecordId !== null)
    pairs.push(`userdefinerecordid=${encodeURIComponent(param.userDefineRecordId)}`);
  if (param.streamType !== null) pairs.push(`streamtype=${param.streamType}`);
  return pairs.join('&');
}
