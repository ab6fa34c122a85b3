// Runs after every install: mends faults of postgres.js 3.4.9 that are known to its maintainers and in no release yet. Two are
// brought out by a PostgreSQL which is killed (https://github.com/porsager/postgres/issues/1208): a statement on a connection
// that has just closed ends the whole process, and a connection that closes with a write pending never connects again. The
// third by COPY … TO STDOUT (https://github.com/porsager/postgres/pull/1016): where its last rows come faster than they are
// read, nothing is ever read from that connection again, and the next statement on it waits for ever.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../node_modules/postgres');
const mendedVersion = '3.4.9';

const cures = [
  {
    ill: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`,
    well: `  function nextWrite(fn) {
    if (socket === null) {
      chunk = nextWriteTimer = null
      const lost = Errors.connection('CONNECTION_CLOSED', options, socket)
      query && (queryError(query, lost), query = null)
      while (sent.length)
        queryError(sent.shift(), lost)
      initial || onclose(connection, lost)
      return false
    }
    const x = socket.write(chunk, fn)`,
  },
  {
    ill: `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    well: `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  },
  {
    ill: `    stream && stream.push(null)
    stream = null`,
    well: `    stream && (stream.push(null), socket.resume())
    stream = null`,
  },
];

const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
if (version !== mendedVersion) {
  console.error(
    `postgres.js is ${version}, and scripts/mend-postgres.mjs knows ${mendedVersion}: see whether its faults are gone there, then change or remove the script.`,
  );
  process.exit(1);
}
for (const module of ['src', 'cjs/src']) {
  const file = path.join(folder, module, 'connection.js');
  const published = readFileSync(file, 'utf8');
  let text = published;
  for (const { ill, well } of cures) {
    if (text.includes(well)) continue;
    if (!text.includes(ill)) throw new Error(`${file} is not as it was published`);
    text = text.replace(ill, well);
  }
  if (text === published) continue;
  // Whoever reads it meanwhile sees the old text or the new, never half of one.
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text);
  renameSync(fresh, file);
}
