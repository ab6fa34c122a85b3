import { createWriteStream } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

// Every connection's bytes into a file of its own, through the buffers that Node's streams have by default.
const folder = process.argv[2]!;
let connections = 0;
const server = createServer((socket) => {
  connections += 1;
  socket.pipe(createWriteStream(join(folder, `${connections}.flv`)));
  socket.on('error', () => undefined);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => {
  setTimeout(() => process.exit(0), 500);
});
