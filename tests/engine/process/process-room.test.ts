import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChildPlan } from '../../../engine/process/child.ts';
import { findProgram } from '../../../engine/process/find-program.ts';
import { createProcessRoom, type ProcessRoom } from '../../../engine/process/process-room.ts';

const log = pino({ level: 'silent' });
let room: ProcessRoom;
let ffmpeg: string;

beforeAll(async () => {
  ffmpeg = (await findProgram('ffmpeg', null))!;
});
beforeEach(() => {
  room = createProcessRoom({ maxChildren: 2, log });
});
afterEach(async () => {
  await room.close();
});

/** A child that runs until its input ends, and copies it to its output. */
function copying(): ChildPlan {
  return { name: 'copy', program: '/bin/cat', args: [], extraPipes: 0 };
}

/** A child that cares for nothing: its input may end, it sleeps on, and so does what it started. */
function stubborn(): ChildPlan {
  return { name: 'stubborn', program: '/bin/sh', args: ['-c', 'sleep 600 & echo $!; wait'], extraPipes: 0 };
}

/** A dead orphan that nobody has reaped yet is not running. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)]);
  const state = stdout.toString().trim();
  return state !== '' && !state.startsWith('Z');
}

describe('a child process', () => {
  it('is given bytes, gives bytes, and ends with its input', async () => {
    const child = room.start(copying());
    child.input.write('through');
    const [chunk] = (await once(child.output, 'data')) as [Buffer];
    expect(chunk.toString()).toBe('through');
    expect(await child.stop()).toMatchObject({ code: 0, signal: null });
    expect(room.running).toBe(0);
  });

  it('has further pipes', async () => {
    const child = room.start({
      name: 'pipes',
      program: '/bin/sh',
      args: ['-c', 'cat <&3 >&4'],
      extraPipes: 2,
    });
    child.extraPipe(3).write('three to four');
    const [chunk] = (await once(child.extraPipe(4), 'data')) as [Buffer];
    expect(chunk.toString()).toBe('three to four');
    expect(() => child.extraPipe(5)).toThrow(RangeError);
    await child.stop();
  });

  it('that does not end with its input is killed after a second and a half, with all that it started', async () => {
    const child = room.start(stubborn());
    const [line] = (await once(child.output, 'data')) as [Buffer];
    const grandchild = Number(line.toString());
    const before = performance.now();
    expect(await child.stop()).toMatchObject({ signal: 'SIGKILL' });
    expect(performance.now() - before).toBeGreaterThan(1400);
    await vi.waitFor(() => {
      expect(isRunning(grandchild)).toBe(false);
    });
  });

  it('may be stopped twice and stopped when it has ended', async () => {
    const child = room.start(copying());
    const [first, second] = await Promise.all([child.stop(), child.stop()]);
    expect(second).toBe(first);
    child.kill();
  });

  it('tells what it said on standard error', async () => {
    const child = room.start({
      name: 'failing',
      program: ffmpeg,
      args: ['-loglevel', 'error', '-f', 'nonsense', '-i', 'pipe:0'],
      extraPipes: 0,
    });
    const exit = await child.exited;
    expect(exit.code).toBe(1);
    expect(exit.errors).toContain("Unknown input format: 'nonsense'");
  });

  it('that does not exist is told like an end, and writing to it harms nobody', async () => {
    const child = room.start({ name: 'missing', program: '/no/such/program', args: [], extraPipes: 1 });
    child.input.write('into the void');
    expect((await child.exited).errors).toContain('ENOENT');
    expect(room.running).toBe(0);
  });

  it('sees nothing of our environment and yields to us', async () => {
    const child = room.start({ name: 'env', program: '/usr/bin/env', args: [], extraPipes: 0 });
    const seen: Buffer[] = [];
    child.output.on('data', (chunk: Buffer) => seen.push(chunk));
    await child.exited;
    expect(Buffer.concat(seen).toString()).toBe('');
    const other = room.start(copying());
    expect(getPriority(other.pid)).toBe(10);
  });
});

describe('the process room', () => {
  it('starts no more children than its cap, and again when one has ended', async () => {
    const first = room.start(copying());
    room.start(copying());
    expect(() => room.start(copying())).toThrow('copy would be child process 3; allowed: 2');
    await first.stop();
    room.start(copying());
  });

  it('ends all its children when it closes and starts none afterwards', async () => {
    const pids = [room.start(copying()).pid, room.start(copying()).pid];
    await room.close();
    expect(pids.some(isRunning)).toBe(false);
    expect(() => room.start(copying())).toThrow(expect.objectContaining({ code: 'UNSUPPORTED' }));
  });

  it('leaves no child behind when its process is killed', async () => {
    const program = fileURLToPath(new URL('fixtures/orphan-maker.ts', import.meta.url));
    const parent = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await vi.waitFor(
      () => {
        expect(isRunning(pid)).toBe(false);
      },
      { timeout: 5000 },
    );
  });
});

describe('finding a program', () => {
  it('takes the configured path, or the one on the PATH, as an absolute path', async () => {
    expect(await findProgram('ffmpeg', ffmpeg)).toBe(ffmpeg);
    expect(ffmpeg.startsWith('/')).toBe(true);
  });

  it('says when there is none', async () => {
    expect(await findProgram('ffmpeg', '/no/such/ffmpeg')).toBeNull();
    expect(await findProgram('ffmpeg', 'no-such-ffmpeg')).toBeNull();
  });
});
