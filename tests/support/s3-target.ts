import { existsSync, readdirSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { StorageSetting } from '../../engine/storage/destination.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

/** What the way to the bucket does with an upload. */
export type UploadFault =
  /** Answers 503. */
  | 'error'
  /** Takes everything and never answers. */
  | 'hang'
  /** Breaks the connection in the middle of the bytes. */
  | 'cut'
  /** Passes on other bytes than those that came. */
  | 'corrupt';

export interface S3Target {
  readonly setting: Extract<StorageSetting, { kind: 's3' }>;
  /** Asked for each upload with the key; null lets it pass. */
  fault: (key: string) => UploadFault | null;
  /** Uploads that came, in order. */
  readonly uploads: string[];
  /** Keys of the objects that lie in the bucket. */
  keys(): readonly string[];
  close(): Promise<void>;
}

const bucket = 'recordings';

/** A real S3 server (s3rver) behind a way that fails as it is told to. */
export async function startS3Target(): Promise<S3Target> {
  const folder = openTemporaryFolder();
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder.path,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();

  const pass = (request: http.IncomingMessage, response: http.ServerResponse, corrupt: boolean): void => {
    const { method, headers, url } = request;
    const onward = http.request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    if (!corrupt) {
      request.pipe(onward);
      return;
    }
    request.on('data', (chunk: Buffer) => {
      const wrong = Buffer.from(chunk);
      wrong[0] = (wrong[0] ?? 0) ^ 0xff;
      onward.write(wrong);
    });
    request.on('end', () => onward.end());
  };

  const way = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://way');
    const key = decodeURIComponent(pathname.slice(`/${bucket}/`.length));
    if (request.method !== 'PUT') {
      pass(request, response, false);
      return;
    }
    target.uploads.push(key);
    switch (target.fault(key)) {
      case null:
        pass(request, response, false);
        return;
      case 'corrupt':
        pass(request, response, true);
        return;
      case 'error':
        request.resume().on('end', () => response.writeHead(503).end());
        return;
      case 'hang':
        request.resume();
        return;
      case 'cut':
        request.once('data', () => request.destroy());
    }
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));

  const target: S3Target = {
    setting: {
      kind: 's3',
      bucket,
      prefix: 'kept/here',
      endpoint: `http://127.0.0.1:${String((way.address() as AddressInfo).port)}`,
      region: 'us-east-1',
      accessKey: 'S3RVER',
      secretKey: 'S3RVER',
      pathStyle: true,
    },
    fault: () => null,
    uploads: [],
    keys() {
      const root = path.join(folder.path, bucket, 'kept', 'here');
      if (!existsSync(root)) return [];
      return readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('._S3rver_object'))
        .map((name) => name.slice(0, -'._S3rver_object'.length))
        .sort();
    },
    async close() {
      way.closeAllConnections();
      await new Promise((resolve) => way.close(resolve));
      await server.close();
      folder.close();
    },
  };
  return target;
}
