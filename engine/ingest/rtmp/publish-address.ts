import { quote, readPublishAddress } from '../publish-address.ts';
import type { PublishRequest } from '../publisher.ts';

/**
 * The vendor's publish address `rtmp://host/push/<room>?sdkappid=&userid=&usersig=` (trtc.io, "publish by RTMP") with our
 * extras. Some publishers put the query on the application part instead of the stream key; both are read, the key's first.
 */
export function parsePublishAddress(
  app: string,
  key: string,
  remoteAddress: string,
): PublishRequest | string {
  const [appName, appQuery] = splitAtQuery(app);
  const [room, keyQuery] = splitAtQuery(key);
  if (appName.replace(/\/$/, '') !== 'push') return `the application is ${quote(appName)}; allowed: push`;
  const query = new URLSearchParams(keyQuery || appQuery);
  const userSig = query.get('usersig') ?? '';
  const request = readPublishAddress({ protocol: 'rtmp', room, query, userSig, remoteAddress });
  return typeof request !== 'string' && userSig === '' ? 'usersig is missing' : request;
}

function splitAtQuery(text: string): [string, string] {
  const at = text.indexOf('?');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
