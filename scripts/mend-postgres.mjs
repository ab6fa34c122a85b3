// Runs after every install: mends faults of postgres.js 3.4.9 that no release has mended yet (docs/decisions/0006). All but one
// are brought out by a connection that breaks, as when a PostgreSQL is killed. Known there: a statement on a connection that has
// just closed ends the whole process, and one that closes with a write pending never connects again
// (https://github.com/porsager/postgres/issues/1208); where the last rows of COPY … TO STDOUT come faster than they are read,
// nothing is ever read from that connection again (https://github.com/porsager/postgres/pull/1016). Found by our tests: a
// transaction or a reserved connection goes on speaking to whatever is connected anew, where others get its answers for theirs.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../node_modules/postgres');
const mendedVersion = '3.4.9';

const cures = {
  'connection.js': [
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
  ],
  'index.js': [
    {
      ill: `        new Promise((_, reject) => connection.onclose = reject)`,
      well: `        new Promise((_, reject) => connection.onclose = e => {
          lost = e
          while (queries.length)
            queries.shift().reject(e)
          reject(e)
        })`,
    },
    {
      ill: `      , connection
      , prepare = null
`,
      well: `      , connection
      , prepare = null
      , lost = null
`,
    },
    {
      ill: `        q.catch(e => uncaughtError || (uncaughtError = e))
`,
      well: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
`,
    },
    {
      ill: `    c.reserved.release = true

    const sql = Sql(handler)
    sql.release = () => {
      c.reserved = null
      onopen(c)
    }

    return sql

    function handler(q) {
`,
      well: `    c.reserved.release = true
    let lost = null
    c.onclose = e => {
      lost = e
      while (queue.length)
        queue.shift().reject(e)
    }

    const sql = Sql(handler)
    sql.release = () => {
      if (lost)
        return
      c.reserved = c.onclose = null
      onopen(c)
    }

    return sql

    function handler(q) {
      if (lost)
        return q.reject(lost)
`,
    },
  ],
};

const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
if (version !== mendedVersion) {
  console.error(
    `postgres.js is ${version}, and scripts/mend-postgres.mjs knows ${mendedVersion}: see whether its faults are gone there, then change or remove the script.`,
  );
  process.exit(1);
}
for (const module of ['src', 'cjs/src'])
  for (const [name, ills] of Object.entries(cures)) mend(path.join(folder, module, name), ills);

function mend(file, ills) {
  const published = readFileSync(file, 'utf8');
  let text = published;
  for (const { ill, well } of ills) {
    if (text.includes(well)) continue;
    if (!text.includes(ill)) throw new Error(`${file} is not as it was published`);
    text = text.replace(ill, () => well);
  }
  if (text === published) return;
  // Whoever reads it meanwhile sees the old text or the new, never half of one.
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text);
  renameSync(fresh, file);
}
