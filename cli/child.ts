import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { childEnvironment } from './child-environment.ts';
import type { Running } from './running.ts';

export interface ChildOptions {
  readonly name: string;
  /** Its program: main.ts in the sources, main.js once built. */
  readonly entry: string;
  /** What is said to the program itself; nothing where not given. */
  readonly args?: readonly string[];
  /** Flags of Node that it is run with; none where not given. */
  readonly nodeFlags?: readonly string[];
  /** Sent as its one message; the child validates it. */
  readonly config: unknown;
  /** Where its log lines (JSON) go: our own output, or an open file; and how that is called in a message. */
  readonly output: 'inherit' | number;
  readonly outputName: string;
  /** Default 30,000. */
  readonly readyWithinMs?: number;
}

export interface Child extends Running {
  readonly ports: Readonly<Record<string, number>>;
}

const answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), ports: z.record(z.string(), z.number()).default({}) }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

/** A child closes within 5 s of being asked; one that has not after this long is killed. */
const patienceMs = 8_000;

/**
 * Starts one of our own processes: sends it its configuration, waits until it says that it is ready. It is in a group
 * of its own, so that Ctrl-C reaches only the supervisor, who stops everybody in order; when the supervisor dies the
 * channel closes and the child ends by itself.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { entry, output, nodeFlags = [], args = [] } = options;
  const child = fork(entry, args, {
    detached: true,
    execArgv: [
      ...nodeFlags,
      ...(entry.endsWith('.ts') ? ['--import', typescriptLoader()] : ['--enable-source-maps']),
    ],
    stdio: ['ignore', output, output, 'ipc'],
    env: childEnvironment(),
  });
  const ended = endOf(child);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = new AbortController();
    await Promise.race([
      ended,
      delay(patienceMs, undefined, { signal: late.signal }).then(() => child.kill('SIGKILL')),
    ]);
    late.abort();
    await ended;
  };
  try {
    const ports = await readiness(child, options, ended);
    return { pid: child.pid!, ports, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readiness(
  child: ChildProcess,
  { name, config, outputName, readyWithinMs = 30_000 }: ChildOptions,
  ended: Promise<string>,
): Promise<Readonly<Record<string, number>>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${name} was not ready within ${readyWithinMs / 1000} s`));
    }, readyWithinMs);
    child.on('message', (message) => {
      const said = answer.safeParse(message);
      if (!said.success) return;
      clearTimeout(timer);
      if (said.data.type === 'ready') resolve(said.data.ports);
      else reject(new Error(`${name} cannot start: ${said.data.message}`));
    });
    void ended.then((how) => {
      clearTimeout(timer);
      reject(new Error(`${name} ${how} before it was ready; ${outputName} may say why`));
    });
    child.send({ type: 'config', config }, (error) => {
      // A child that is gone already is told of by its end, which says more than a broken channel.
      if (error !== null && child.exitCode === null && child.signalCode === null) reject(error);
    });
  });
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(`could not be started (${error.message})`);
    });
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `ended with code ${code ?? 0}` : `was killed by ${signal}`);
    });
  });
}

/** The sources run through tsx, found from here and not from the folder that the command was typed in. */
function typescriptLoader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
