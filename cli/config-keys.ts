import { z } from 'zod';
import { recordingFormats } from '../domain/recording/formats.ts';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback);
const text = z.string().trim().min(1);
const list = (pattern: RegExp) =>
  z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .pipe(z.array(z.string().regex(pattern)));

const storagePattern = /^(folder:\/.*|s3:\/\/[a-z\d][a-z\d.-]{1,61}[a-z\d](\/.*)?)$/;

/**
 * Every key that Roomtape reads from its environment. The sentence says what it is for; what is not set has the default.
 * Nothing else in the house looks at the environment: the engine and the server are handed what they need.
 */
export const configKeys = {
  ROOMTAPE_DATA: text.default('./data').describe('Folder of everything that lasts: database, media, keys.'),
  ROOMTAPE_HOST: text
    .default('127.0.0.1')
    .describe('Address that all ports listen on; 0.0.0.0 opens them to the network.'),
  ROOMTAPE_PORT: port(4000).describe(
    'Port of the GraphQL API, the console and the callbacks; 0 picks a free one.',
  ),
  ROOMTAPE_ENGINE_PORT: port(4001).describe(
    'Port of the engine: Tencent’s API 3.0 and playback; 0 picks a free one.',
  ),
  ROOMTAPE_RTMP_PORT: port(1935).describe('Port for publishing by RTMP; 0 picks a free one.'),
  ROOMTAPE_WHIP_PORTS: z
    .string()
    .regex(/^(0|[1-9]\d{0,4}(-[1-9]\d{0,4})?)$/, 'a port, a range as 4002-4005, or 0')
    .default('4002-4005')
    .describe(
      'UDP ports for media published by WHIP, shared by all publishers: one, or a range; 0 picks a free one.',
    ),
  ROOMTAPE_WHIP_ADDRESSES: list(/^\d{1,3}(\.\d{1,3}){3}$/)
    .default([])
    .describe(
      'IPv4 addresses at which WHIP publishers reach those ports, comma separated, where they are not this machine’s own.',
    ),
  ROOMTAPE_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Base of media addresses when a proxy stands before the engine; default: the engine’s own address.',
    ),
  ROOMTAPE_RTMP_URL: z
    .url({ protocol: /^rtmps?$/ })
    .optional()
    .describe('Base of publish addresses when they are not the engine’s own, as rtmp://host:1935/push.'),
  ROOMTAPE_CORS_ORIGINS: list(/^https?:\/\/[^/]+$/)
    .default([])
    .describe('Origins of browsers that may use the API, comma separated; the console’s own always may.'),
  ROOMTAPE_FORMATS: list(new RegExp(`^(${recordingFormats.join('|')})$`))
    .pipe(z.array(z.enum(recordingFormats)).min(1))
    .default(['hls', 'mp4'])
    .describe(`File formats of automatic recording, comma separated, of ${recordingFormats.join(', ')}.`),
  ROOMTAPE_STORAGE: z
    .string()
    .regex(storagePattern, 'folder:/absolute/path or s3://bucket/prefix')
    .optional()
    .describe(
      'Where finished files are moved to, as folder:/path or s3://bucket/prefix; default: they stay in the data folder.',
    ),
  ROOMTAPE_S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address of an S3-compatible server; default: AWS itself.'),
  ROOMTAPE_S3_REGION: text.default('us-east-1').describe('Region of the bucket.'),
  ROOMTAPE_S3_ACCESS_KEY: text.optional().describe('Access key of the bucket.'),
  ROOMTAPE_S3_SECRET_KEY: text.optional().describe('Secret of that access key.'),
  ROOMTAPE_S3_PATH_STYLE: z
    .enum(['true', 'false'])
    .default('true')
    .describe('Whether the bucket stands in the path, as most servers but AWS want it: true or false.'),
  ROOMTAPE_SYNC_SEGMENTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe(
      'Fragments (about 2 s each) after which a recorded file is synced to the disk against power loss; 0 leaves that to the system.',
    ),
  ROOMTAPE_MIN_FREE_MB: z.coerce
    .number()
    .int()
    .min(0)
    .default(512)
    .describe(
      'Free megabytes where media is written below which new recordings are refused; 0 never refuses.',
    ),
  ROOMTAPE_FFMPEG: text
    .optional()
    .describe(
      'Path of ffmpeg, which mixing, pictures for scrubbing and the quality watch of pictures and sound need; default: looked for on the PATH.',
    ),
  ROOMTAPE_PUSH_HOSTS: list(/^[^\s/:]+$/)
    .default([])
    .describe('Hosts that streams may be pushed to although they are not public, comma separated.'),
  ROOMTAPE_PICTURE_HOSTS: list(/^[^\s/:]+$/)
    .default([])
    .describe(
      'Hosts that backgrounds and watermarks of mixes may come from although they are not public, comma separated.',
    ),
  ROOMTAPE_QUALITY_WATCH: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether running recordings are watched for silence, black, frozen pictures and the like.'),
  ROOMTAPE_QUALITY_SAMPLE_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(30)
    .default(2)
    .describe(
      'Seconds between two looks at a suspicious picture, and at the sound; above 3 alerts come later than 10 s.',
    ),
  ROOMTAPE_RESTORE_SCALE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe(
      'Factor on the hours that archived files take to be restored, from 0 (at once) to 1 (as the vendor).',
    ),
  ROOMTAPE_ADVANCED_PERMISSION: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      'Whether publishers of the first application need the ticket’s privateMapKey too: the vendor’s advanced permission control.',
    ),
  ROOMTAPE_VENDOR_RATES: z
    .enum(['on', 'off'])
    .default('off')
    .describe('Whether the engine refuses calls beyond the vendor’s rates, as the vendor does.'),
  ROOMTAPE_SKEW_USAGE: list(/^Describe\w+=\d+(\.\d+)?$/)
    .default([])
    .describe(
      'For tests: makes the engine count wrongly, comma separated, as DescribeRecordStatistic=1.5; 0 hides what was used.',
    ),
  ROOMTAPE_VIEWER_REGION: text
    .optional()
    .describe('Billing region that viewers are counted in, in usage answers; never guessed from addresses.'),
  ROOMTAPE_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('Lowest level of log lines.'),
  ROOMTAPE_TENCENT_ENDPOINT: text
    .optional()
    .describe(
      'Host and path that answer Tencent’s API 3.0; default: our engine, or Tencent’s own if credentials are given.',
    ),
  ROOMTAPE_TENCENT_SECRET_ID: text
    .optional()
    .describe('Credential for Tencent’s cloud; together with the secret key it replaces our engine.'),
  ROOMTAPE_TENCENT_SECRET_KEY: text.optional().describe('Secret of that credential.'),
  ROOMTAPE_TENCENT_REGION: text.default('ap-singapore').describe('Region of calls to Tencent’s API.'),
  ROOMTAPE_TENCENT_APP_ID: z.coerce
    .number()
    .int()
    .positive()
    .default(1300000123)
    .describe('The account’s APPID; part of media addresses.'),
  ROOMTAPE_SDK_APP_ID: z.coerce
    .number()
    .int()
    .positive()
    .default(1400000123)
    .describe('The application (SDKAppID) that rooms belong to.'),
  ROOMTAPE_APPLICATION_SECRET_KEY: text
    .optional()
    .describe(
      'The application’s secret key on Tencent’s cloud, for user signatures; default: the one in data/keys.json.',
    ),
  ROOMTAPE_CALLBACK_KEY: text
    .optional()
    .describe('The key that signs callbacks; default: the one in data/keys.json.'),
  ROOMTAPE_CALLBACK_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Our doors for callbacks as the cloud reaches them, as https://host/callbacks/tencent; default: this machine’s.',
    ),
  ROOMTAPE_LIVE_PLAY_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'On Tencent’s cloud: the play domain of relayed streams, as https://play.example.com; without it no play addresses are given.',
    ),
  ROOMTAPE_LIVE_PLAY_KEY: text
    .optional()
    .describe(
      'On Tencent’s cloud: the key that signs play addresses of relayed streams; default: they are not signed.',
    ),
  ROOMTAPE_LIVE_PUSH_KEY: text
    .optional()
    .describe(
      'On Tencent’s cloud: the key that signs push addresses of relayed streams; default: they are not signed.',
    ),
  ROOMTAPE_PUSH_DOMAIN: text
    .optional()
    .describe(
      'Push domain of relayed streams on Tencent’s cloud, which recording settings are bound to: <bizid>.livepush.myqcloud.com.',
    ),
  ROOMTAPE_PLAY_KEY: text
    .optional()
    .describe('Hotlink protection key that signs media addresses; default: one of our own.'),
  ROOMTAPE_PLAYER_KEY: text
    .optional()
    .describe('Player key of the media library’s main application, for psign; our engine tells its own.'),
  ROOMTAPE_SUB_APPLICATIONS: list(/^\d{1,15}:[A-Za-z0-9]{8,40}(:[A-Za-z0-9]{8,64})?$/)
    .default([])
    .describe(
      'Keys of sub-applications on Tencent’s cloud, comma separated, each subAppId:hotlinkKey[:playerKey]; our engine tells its own.',
    ),
  ROOMTAPE_TRASH_DAYS: z.coerce
    .number()
    .positive()
    .max(3650)
    .default(7)
    .describe('Days that deleted recordings lie in the trash, restorable and charged.'),
  ROOMTAPE_EXPIRY_NOTICE_DAYS: z.coerce
    .number()
    .min(0)
    .max(3650)
    .default(7)
    .describe('Days before retention deletes a recording that the event recording.expiring goes out.'),
  ROOMTAPE_SWEEP_MINUTES: z.coerce
    .number()
    .positive()
    .max(43_200)
    .default(1440)
    .describe(
      'Minutes after which a file is looked for in the media library again, so that a loss is noticed.',
    ),
  ROOMTAPE_PULL_MEDIA_EVENTS: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      'Whether deletions are read from the media library’s event queue, of which an account has one; default: true on our engine, false on Tencent’s cloud.',
    ),
  ROOMTAPE_DELIVERY_FOLDER: text
    .optional()
    .describe(
      'Folder below which delivery policies put files before they are deleted from the media library.',
    ),
  ROOMTAPE_COHORT: z
    .enum(['css-live-recording', 'trtc-recording'])
    .default('css-live-recording')
    .describe(
      'Which of the vendor’s two recording services the application uses: it decides names, callbacks and prices.',
    ),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'A PostgreSQL to use instead of the embedded one; its user may create roles and owns the database.',
    ),
} as const;
