/** An address that a stream can be pushed to, taken apart. */
export interface PushAddress {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** The application, as `connect` names it. */
  readonly app: string;
  /** The stream's name with its query, as `publish` names it. */
  readonly streamKey: string;
  /** `rtmp://host[:port]/app`, as `connect` repeats it. */
  readonly tcUrl: string;
}

/** The vendor's addresses are at most this long, as far as its page says anything. */
const maxLength = 1024;

/** Takes `rtmp://host[:port]/app/stream?query` or `rtmps://…` apart, or says what is wrong with it. */
export function readPushAddress(text: string): PushAddress | string {
  if (text.length > maxLength) return `longer than ${String(maxLength)} characters`;
  if (/[\p{Cc}\s]/u.test(text)) return 'spaces or control signs in an address';
  // URL knows hosts of http only.
  const match = /^(rtmps?):\/\//i.exec(text);
  if (match === null) return 'no rtmp:// or rtmps:// address';
  const secure = match[1]!.toLowerCase() === 'rtmps';
  let parsed: URL;
  try {
    parsed = new URL(`http://${text.slice(match[0].length)}`);
  } catch {
    return 'no address';
  }
  if (parsed.username !== '' || parsed.password !== '') return 'a user in the address';
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const [app = '', ...rest] = parsed.pathname.slice(1).split('/');
  const stream = rest.join('/');
  if (app === '' || stream === '') return 'an address without application or stream';
  const named = /:(\d+)(?:\/|$)/.exec(text.slice(match[0].length).split('/')[0]! + '/');
  const port = named === null ? (secure ? 443 : 1935) : Number(named[1]);
  return {
    url: text,
    ...{ host, port, secure, app },
    streamKey: `${stream}${parsed.search}`,
    tcUrl: `${match[1]!.toLowerCase()}://${parsed.hostname}:${String(port)}/${app}`,
  };
}
