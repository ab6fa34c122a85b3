import { z } from 'zod';
import { recordingFormats } from '../domain/recording/formats.ts';

const port = z.int().min(0).max(65_535);

const storageSetting = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('media-folder') }),
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('s3'),
    bucket: z.string().min(1),
    prefix: z.string().regex(/^([^/]+(\/[^/]+)*)?$/),
    endpoint: z.url().nullable(),
    region: z.string().min(1),
    accessKey: z.string().min(1),
    secretKey: z.string().min(1),
    pathStyle: z.boolean(),
  }),
]);

/** What the engine is told once, when it starts. Port 0 takes a free one. */
const engineConfig = z
  .strictObject({
    host: z.string().min(1),
    httpPort: port,
    rtmpPort: port,
    /** UDP ports that media of WHIP comes to, and the IPv4 addresses told to publishers; none: those that are listened on. */
    whip: z
      .strictObject({
        ports: z
          .strictObject({ first: port, last: port })
          .refine(({ first, last }) => last >= first && last - first < 100, {
            error: 'a range of at most 100 ports, the lower one first',
          }),
        addresses: z.array(z.ipv4()).default([]),
      })
      .default({ ports: { first: 0, last: 0 }, addresses: [] }),
    databaseUrl: z.string().min(1),
    mediaFolder: z.string().min(1),
    journalFolder: z.string().min(1),
    /** Fragments of a file between two syncs to the disk itself; 0 leaves that to the system. */
    syncEverySegments: z.int().min(0).default(0),
    /** Below this much free room where media is written new recordings are refused; 0 never. */
    minFreeMegabytes: z.int().min(0).default(0),
    ffmpegPath: z.string().min(1).nullable(),
    /** Hosts that backgrounds and watermarks may come from although they are not public. */
    pictureHosts: z.array(z.string().min(1)).default([]),
    /** Hosts that streams may be pushed to although they are not public. */
    pushHosts: z.array(z.string().min(1)).default([]),
    /** Base of media addresses; null means this engine's own address. */
    publicUrl: z.url().nullable(),
    appId: z.int().positive(),
    api: z.strictObject({ secretId: z.string().min(1), secretKey: z.string().min(1) }),
    /** Whether calls beyond the vendor's rates are refused, as the vendor refuses them. */
    limitsRates: z.boolean().default(false),
    playKey: z.string().min(8),
    storage: storageSetting,
    /** For tests: the factor on everything that a usage action counts, by the action's name; empty counts what was. */
    usageSkew: z.record(z.string().regex(/^Describe\w+$/), z.number().min(0)).default({}),
    /** Billing region that viewers are counted in; null says nothing about it. */
    viewerRegion: z.string().min(1).nullable(),
    /** Factor on the vendor's times of waking archived files. */
    restoreScale: z.number().min(0).max(1),
    application: z.strictObject({
      sdkAppId: z.int().positive(),
      secretKey: z.string().min(1),
      callbackKey: z.string().min(1),
      callbackUrls: z.strictObject({ css: z.url(), trtc: z.url() }),
      formats: z.array(z.enum(recordingFormats)).min(1),
      /** The vendor's advanced permission control. */
      advancedPermission: z.boolean().default(false),
    }),
    /** Watching running recordings for silence, black and the like; null does not watch. */
    qualityWatch: z.strictObject({ sampleSeconds: z.int().min(1).max(30) }).nullable(),
    logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
  })
  .readonly();

export type EngineConfig = z.infer<typeof engineConfig>;

/** Throws an error that names every wrong field. */
export function readEngineConfig(value: unknown): EngineConfig {
  const read = engineConfig.safeParse(value);
  if (!read.success) throw new Error(`the engine's configuration is wrong:\n${z.prettifyError(read.error)}`);
  return Object.freeze(read.data);
}
