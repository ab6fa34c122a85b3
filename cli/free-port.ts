import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6 } from 'node:net';

/** A port that nobody listens on at `host` right now. */
export async function findFreePort(host: string): Promise<number> {
  const port = await tryPort(host, 0);
  if (port === null) throw new Error(`No port to listen on at ${host}: is it an address of this machine?`);
  return port;
}

export async function isFree(host: string, port: number): Promise<boolean> {
  return (await tryPort(host, port)) !== null;
}

export async function isFreeForUdp(host: string, port: number): Promise<boolean> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

async function tryPort(host: string, port: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch {
    return null;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address === null || typeof address === 'string' ? null : address.port;
}
