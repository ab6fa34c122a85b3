import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Duplex, Readable, Writable } from 'node:stream';
import { DomainError } from '../../domain/errors.ts';

/** What to run. Arguments are fixed words: nothing a user gave may stand among them. */
export interface ChildPlan {
  /** What it is for, in logs: `mix decoder 3`. */
  readonly name: string;
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  /** Pipes beyond standard input, output and error, as file descriptors 3, 4, … */
  readonly extraPipes: number;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last words on standard error, at most 4 KB. */
  readonly errors: string;
}

export interface Child {
  readonly pid: number;
  readonly input: Writable;
  readonly output: Readable;
  /** Pipe 3, 4, …; both ways, since the operating system gives a socket pair. */
  readonly extraPipe: (descriptor: number) => Duplex;
  /** Resolves once the process is reaped and its outputs are read to the end; never rejects. */
  readonly exited: Promise<ChildExit>;
  /** Ends its inputs, waits 1.5 s, then kills its process group. Resolves when it is gone; may be called again. */
  readonly stop: () => Promise<ChildExit>;
  /** SIGKILL to its process group at once. */
  readonly kill: () => void;
}

/** How long a child may take to end after its input has ended. */
export const stopGraceMs = 1500;
const lowerPriority = 10;
const keptErrorBytes = 4096;

/** Starts a program in a process group of its own. Throws when the operating system refuses. */
export function startChild(plan: ChildPlan): Child {
  const extra = Array.from({ length: plan.extraPipes }, () => 'pipe' as const);
  // A group of its own, so that a kill reaches what the child started and a Ctrl-C in the terminal reaches only us. The
  // environment is empty: a decoder reads strangers' bytes and has no business with the engine's secrets.
  const child = spawn(plan.program, plan.args, {
    stdio: ['pipe', 'pipe', 'pipe', ...extra],
    detached: true,
    windowsHide: true,
    env: {},
  });
  let errors = '';
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, errors: error.message });
    });
    child.once('close', (code, signal) => {
      resolve({ code, signal, errors: errors.trim() });
    });
  });
  // With no file descriptor left Node gives a child without pipes; its 'error' comes as well and is heard above.
  const pipes = child.stdio as readonly (Duplex | null)[] | undefined;
  if (pipes === undefined)
    throw new DomainError(
      'LIMIT_EXCEEDED',
      'us',
      `${plan.name} cannot be started: no file descriptor is left`,
    );
  // A pipe breaks when the child ends first; that is told by `exited`, where it can be acted on.
  for (const pipe of pipes) pipe?.on('error', ignoreBrokenPipe);
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-keptErrorBytes);
  });

  const pid = child.pid ?? 0;
  if (pid > 0) lowerItsPriority(pid);
  let stopping: Promise<ChildExit> | null = null;
  const kill = (): void => {
    killGroup(child);
  };
  return {
    pid,
    input: child.stdin,
    output: child.stdout,
    extraPipe: (descriptor) => {
      const pipe = pipes[descriptor];
      if (pipe === undefined || pipe === null) throw new RangeError(`${plan.name} has no pipe ${descriptor}`);
      return pipe;
    },
    exited,
    kill,
    stop: () => (stopping ??= endThenKill(child, pipes, exited, kill)),
  };
}

async function endThenKill(
  child: ChildProcess,
  pipes: readonly (Duplex | null)[],
  exited: Promise<ChildExit>,
  kill: () => void,
): Promise<ChildExit> {
  child.stdin?.end();
  for (const pipe of pipes.slice(3)) pipe?.end();
  const timer = setTimeout(kill, stopGraceMs);
  const exit = await exited;
  clearTimeout(timer);
  return exit;
}

/** The kernel still knows the group while one of it lives; afterwards there is nothing to kill. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Codec work yields to taking in packets: a late picture in a mix is repaired, a lost packet is not. */
function lowerItsPriority(pid: number): void {
  try {
    setPriority(pid, lowerPriority);
  } catch {
    // Not permitted everywhere, and only a courtesy.
  }
}

function ignoreBrokenPipe(): void {
  // Deliberately nothing: see where it is attached.
}
