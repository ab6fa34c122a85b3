import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that nobody listens on at `host` right now: `wanted` if that is free, else any. */
export async function findFreePort(host: string, wanted = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, host);
    await once(server, 'listening');
  } catch (error) {
    if (wanted === 0) throw error;
    return findFreePort(host);
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error(`No port to listen on at ${host}`);
  return address.port;
}
