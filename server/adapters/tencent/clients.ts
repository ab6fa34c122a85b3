import http from 'node:http';
import https from 'node:https';
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js';
import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { trtc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/trtc/index.js';
import { vod } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vod/index.js';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import { RateWindow } from '../../../wire/rate-limits.ts';
import { guardClient } from './guarded-client.ts';

export interface TencentOptions {
  readonly secretId: string;
  readonly secretKey: string;
  /** `127.0.0.1:4001/api` is an engine of ours; null is Tencent's own hosts. */
  readonly endpoint: string | null;
  readonly region: string;
}

export interface TencentClients {
  readonly vod: InstanceType<typeof vod.v20180717.Client>;
  readonly live: InstanceType<typeof live.v20180801.Client>;
  readonly trtc: InstanceType<typeof trtc.v20190722.Client>;
  /** For the calls that only an engine of ours serves; null on Tencent's cloud. */
  readonly own: CommonClient | null;
  /** Ends every call that is under way; none is made again. */
  close(): void;
}

const timeoutSeconds = 10;
const rateSpanMs = 1100;

/**
 * Clients of the official SDK with connections that are kept, and an agent of their own so that no proxy interferes. They wait
 * where the vendor's rates would be exceeded, and repeat what is safe to repeat.
 */
export function openClients({ secretId, secretKey, endpoint, region }: TencentOptions): TencentClients {
  const agent =
    endpoint === null ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  const options = (product: string) => ({
    credential: { secretId, secretKey },
    region,
    profile: {
      signMethod: 'TC3-HMAC-SHA256' as const,
      language: 'en-US' as const,
      httpProfile: {
        protocol: endpoint === null ? ('https://' as const) : ('http://' as const),
        endpoint: endpoint ?? `${product}.tencentcloudapi.com`,
        reqMethod: 'POST' as const,
        reqTimeout: timeoutSeconds,
        agent,
      },
    },
  });
  const window = new RateWindow(rateSpanMs);
  const closing = new AbortController();
  return {
    vod: guardClient(new vod.v20180717.Client(options('vod')), window, closing.signal),
    live: guardClient(new live.v20180801.Client(options('live')), window, closing.signal),
    trtc: guardClient(new trtc.v20190722.Client(options('trtc')), window, closing.signal),
    // The vendor's rates are for the vendor's actions.
    own: endpoint === null ? null : new CommonClient(endpoint, roomtapeVersion, options('own')),
    close: () => {
      closing.abort();
      agent.destroy();
    },
  };
}
