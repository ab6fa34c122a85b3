import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endChild, nextMessage } from './child-process.ts';
import type { RunningContender } from './contenders.ts';

export interface SentToStream {
  readonly key: string;
  readonly pictures: number;
  readonly sounds: number;
}

/** The load generator in its own process. */
export interface Load {
  /** Adds streams; answers how many run then. */
  start(what: {
    readonly flv: string;
    readonly protocol: RunningContender['protocol'];
    readonly targets: RunningContender['targets'];
  }): Promise<number>;
  count(): Promise<{ readonly sentBytes: number; readonly lost: number }>;
  /** Ends every stream and says what each was sent. */
  finish(): Promise<{ readonly lost: number; readonly streams: readonly SentToStream[] }>;
  stop(): Promise<void>;
}

export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('load-generator.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  });
  const ask = <T>(message: object): Promise<T> => {
    child.send(message);
    return nextMessage<T>(child, 'the load generator');
  };
  return {
    start: async (what) => (await ask<{ streams: number }>({ type: 'start', ...what })).streams,
    count: () => ask({ type: 'count' }),
    finish: () => ask({ type: 'finish' }),
    async stop() {
      if (child.connected) child.send({ type: 'stop' });
      await endChild(child, 5000);
    },
  };
}
