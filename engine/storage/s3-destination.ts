import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { checksumOf, requireSame } from './checksum.ts';
import type { Destination, StorageSetting } from './destination.ts';

type S3Setting = Extract<StorageSetting, { kind: 's3' }>;

/** Above this a file goes up in parts, of which S3 takes ten thousand: 640 GB. A single put ends at 5 GB. */
const usualPartBytes = 64 * 1024 * 1024;
const removedAtOnce = 8;
const connectPatienceMs = 10_000;
/** Of one quiet connection; what the whole may take is the caller's matter. */
const quietPatienceMs = 30_000;

const isMissing = (error: unknown): boolean =>
  (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;

/** The SDK would write to the console; what it has to say comes as an error. */
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
function quiet(): void {
  // Deliberately nothing.
}

/** A bucket of Amazon's S3 or of anything that speaks like it. */
export function openS3Destination(setting: S3Setting, partBytes = usualPartBytes): Destination {
  const { bucket: Bucket, prefix, endpoint } = setting;
  const client = new S3Client({
    region: setting.region,
    ...(endpoint === null ? {} : { endpoint }),
    forcePathStyle: setting.pathStyle,
    credentials: { accessKeyId: setting.accessKey, secretAccessKey: setting.secretKey },
    logger: silent,
    // The queue above repeats, with longer pauses, and for ever.
    maxAttempts: 1,
    // Our own checksum is sent and looked at; the SDK's would need a form of upload that many servers lack.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: connectPatienceMs, socketTimeout: quietPatienceMs },
  });
  const at = (key: string): string => (prefix === '' ? key : `${prefix}/${key}`);

  const putWhole = async (
    Key: string,
    file: string,
    expected: { readonly bytes: number; readonly sha256: string },
    abortSignal: AbortSignal,
  ): Promise<string> => {
    const ChecksumSHA256 = Buffer.from(expected.sha256, 'hex').toString('base64');
    const Body = createReadStream(file);
    try {
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body, ContentLength: expected.bytes, ChecksumSHA256 }),
        { abortSignal },
      );
    } finally {
      Body.destroy();
    }
    return ChecksumSHA256;
  };

  /** Answers the checksum of checksums that S3 makes of an upload in parts. */
  const putParts = async (
    Key: string,
    file: string,
    bytes: number,
    abortSignal: AbortSignal,
  ): Promise<string> => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'SHA256' }),
      { abortSignal },
    );
    try {
      const parts: { PartNumber: number; ETag: string | undefined; ChecksumSHA256: string }[] = [];
      for (let start = 0; start < bytes; start += partBytes) {
        const end = Math.min(start + partBytes, bytes) - 1;
        const { sha256 } = await checksumOf(createReadStream(file, { start, end, signal: abortSignal }));
        const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
        const PartNumber = parts.length + 1;
        const Body = createReadStream(file, { start, end });
        const part = {
          Bucket,
          Key,
          UploadId,
          PartNumber,
          Body,
          ContentLength: end - start + 1,
          ChecksumSHA256,
        };
        try {
          const { ETag } = await client.send(new UploadPartCommand(part), { abortSignal });
          parts.push({ PartNumber, ETag, ChecksumSHA256 });
        } finally {
          Body.destroy();
        }
      }
      const whole = { Bucket, Key, UploadId, MultipartUpload: { Parts: parts } };
      await client.send(new CompleteMultipartUploadCommand(whole), { abortSignal });
      const digest = createHash('sha256');
      for (const { ChecksumSHA256 } of parts) digest.update(Buffer.from(ChecksumSHA256, 'base64'));
      return `${digest.digest('base64')}-${String(parts.length)}`;
    } catch (error) {
      // Parts that nobody completes are charged for; where even this fails, the bucket's own rules clear them.
      await client
        .send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }), {
          abortSignal: AbortSignal.timeout(connectPatienceMs),
        })
        .catch(() => undefined);
      throw error;
    }
  };

  const readBack = async (
    Key: string,
    Range: string | undefined,
    abortSignal?: AbortSignal,
  ): Promise<Readable> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, Range }), {
      ...(abortSignal === undefined ? {} : { abortSignal }),
    });
    if (Body === undefined) throw new Error(`${Key} came without bytes`);
    return Body as Readable;
  };

  return {
    url: `s3://${Bucket}${prefix === '' ? '' : `/${prefix}`}`,

    async put(key, file, expected, signal) {
      const Key = at(key);
      const sent =
        expected.bytes > partBytes
          ? await putParts(Key, file, expected.bytes, signal)
          : await putWhole(Key, file, expected, signal);
      const head = await client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }), {
        abortSignal: signal,
      });
      if (head.ContentLength !== expected.bytes)
        throw new Error(
          `${key} has ${String(head.ContentLength)} bytes there, not ${String(expected.bytes)}`,
        );
      if (head.ChecksumSHA256 === sent) return;
      if (head.ChecksumSHA256 !== undefined)
        throw new Error(`${key} has the checksum ${head.ChecksumSHA256} there, not ${sent}`);
      // The server keeps no checksums: what lies there is read back, every byte.
      const found = await checksumOf(await readBack(Key, undefined, signal));
      requireSame(found, expected, `${key} read back`);
    },

    async size(key) {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: at(key) }));
        return ContentLength ?? null;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    read: (key, { start, end }) => readBack(at(key), `bytes=${String(start)}-${String(end)}`),

    async remove(keys) {
      // One by one: the call for many is what servers other than AWS differ in.
      for (let from = 0; from < keys.length; from += removedAtOnce)
        await Promise.all(
          keys
            .slice(from, from + removedAtOnce)
            .map((key) => client.send(new DeleteObjectCommand({ Bucket, Key: at(key) }))),
        );
    },
  };
}
