import { pino } from 'pino';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom } from '../../../engine/process/process-room.ts';

// Starts a child that reads its standard input, prints its pid and lives until it is killed.
const ffmpeg = await findProgram('ffmpeg', null);
const child = createProcessRoom({ log: pino({ level: 'silent' }) }).start({
  name: 'orphan',
  program: ffmpeg!,
  args: '-loglevel error -nostdin -f s16le -ar 48000 -ac 2 -i pipe:0 -f null -'.split(' '),
  extraPipes: 0,
});
child.input.write(Buffer.alloc(192_000));
process.stdout.write(`${String(child.pid)}\n`);
