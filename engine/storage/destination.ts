import type { Readable } from 'node:stream';

/** Where finished files are kept beside, or instead of, the media folder. Keys are `<fileId>/<name>`. */
export interface Destination {
  /** As it stands in the library and in messages: `s3://bucket/prefix`, `folder:/path`. */
  readonly url: string;
  /**
   * Copies a file there and resolves only when its bytes were seen there with this checksum. Rejects otherwise; what it
   * left behind is overwritten by the next attempt.
   */
  put(
    key: string,
    file: string,
    expected: { readonly bytes: number; readonly sha256: string },
    signal: AbortSignal,
  ): Promise<void>;
  /** The size of an object; null when there is none. */
  size(key: string): Promise<number | null>;
  /** Bytes from `start` to `end`, both included. */
  read(key: string, range: { readonly start: number; readonly end: number }): Promise<Readable>;
  /** Removes objects; one that is not there is as good. */
  remove(keys: readonly string[]): Promise<void>;
}

/** What the configuration says about where files are kept. */
export type StorageSetting =
  | { readonly kind: 'media-folder' }
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Without slashes at its ends; may be empty. */
      readonly prefix: string;
      /** Null is AWS itself. */
      readonly endpoint: string | null;
      readonly region: string;
      readonly accessKey: string;
      readonly secretKey: string;
      /** `endpoint/bucket/key` in place of `bucket.endpoint/key`: what most servers other than AWS want. */
      readonly pathStyle: boolean;
    };
