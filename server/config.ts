import { z } from 'zod';
import { recordingFormats } from '../domain/recording/formats.ts';

const port = z.number().int().min(0).max(65_535);
const secret = z.string().min(16);

const application = z.strictObject({
  sdkAppId: z.number().int().positive(),
  name: z.string().min(1),
  /** Signs users in. */
  secretKey: z.string().min(1),
  /** Signs callbacks; without one they are refused. */
  callbackKey: z.string(),
  permissionControl: z.boolean().default(false),
  cohort: z.enum(['css-live-recording', 'trtc-recording']),
  formats: z.array(z.enum(recordingFormats)).min(1),
});

const schema = z.strictObject({
  host: z.string().min(1),
  /** 0 takes a free one. */
  port,
  databaseUrl: z.string().min(1),
  tencent: z.strictObject({
    secretId: z.string().min(1),
    secretKey: z.string().min(1),
    /** Host and path without a scheme, as `127.0.0.1:4001/api` for our engine; null for Tencent's own hosts. */
    endpoint: z.string().min(1).nullable(),
    region: z.string().min(1),
    appId: z.number().int().positive(),
    /** Push domain of relayed streams, which rules name; null where the operator gave none. */
    pushDomain: z.string().min(1).nullable(),
  }),
  /** Base of our doors for callbacks as the cloud reaches them: `https://host/callbacks/tencent`. */
  callbackBaseUrl: z.url({ protocol: /^https?$/ }),
  /** Base of publish addresses, as `rtmp://127.0.0.1:1935/push`. */
  rtmpUrl: z.string().regex(/^rtmps?:\/\//),
  /** Base of WHIP endpoints, as `http://127.0.0.1:4001/whip`; null where the cloud's are not known. */
  whipUrl: z.url({ protocol: /^https?$/ }).nullable(),
  applications: z.array(application).min(1),
  /** How streams on the live network are pushed and watched; null keys where a domain asks for no signature. */
  live: z.strictObject({
    /** Base of play addresses without a slash at the end; null where none is known. */
    playUrl: z.url({ protocol: /^https?$/ }).nullable(),
    playKey: z.string().min(1).nullable(),
    pushKey: z.string().min(1).nullable(),
  }),
  /** The hotlink protection key of the media domain. */
  playKey: z.string().min(8),
  /** Signs what the vendor's player brings; null = an engine of ours tells it, or there is none. */
  playerKey: z.string().min(1).nullable(),
  /** Keys of sub-applications that the provider does not tell: Tencent's shows them in its console. */
  subApplications: z.array(
    z.strictObject({
      subAppId: z.number().int().positive(),
      playKey: z.string().min(8),
      playerKey: z.string().min(1).nullable(),
    }),
  ),
  shelf: z.strictObject({
    /** Days that deleted recordings lie in the trash; parts of a day are taken. */
    trashDays: z.number().positive().max(3650),
    /** Days before the end of a retention that a notice goes out. */
    expiryNoticeDays: z.number().min(0).max(3650),
    /** How long a file goes without being looked for in the media library. */
    sweepMinutes: z.number().positive().max(43_200),
    /** Whether this server reads the media library's queue of events; an account has one. */
    pullsDeletions: z.boolean(),
    /** Below it delivery policies put files; null = there are no deliveries. */
    deliveryFolder: z.string().min(1).nullable(),
  }),
  /** Signs viewer tokens; changing it ends them all. */
  tokenSecret: z.string().min(32),
  apiKeys: z.strictObject({ admin: secret, frontend: secret, finance: secret, partner: secret }),
  corsOrigins: z.array(z.string()),
  consoleFolder: z.string().nullable(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
});

export type ServerConfig = Readonly<z.infer<typeof schema>>;

/** Checks what the supervisor sent. Throws one error that lists every fault. */
export function readServerConfig(value: unknown): ServerConfig {
  const result = schema.safeParse(value);
  if (result.success) return Object.freeze(result.data);
  throw new Error(`The server's configuration cannot be used:\n${z.prettifyError(result.error)}`);
}
