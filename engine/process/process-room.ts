import type { Logger } from 'pino';
import { DomainError } from '../../domain/errors.ts';
import { startChild, type Child, type ChildPlan } from './child.ts';

/** The one place that starts child processes; it knows them all until they are reaped. */
export interface ProcessRoom {
  /** Starts a child. Throws `LIMIT_EXCEEDED` at the cap and `UNSUPPORTED` once the room is closed. */
  start(plan: ChildPlan): Child;
  /** How many children are running. */
  readonly running: number;
  /** Stops every child and resolves when all are reaped. Nothing can be started afterwards. */
  close(): Promise<void>;
}

export interface ProcessRoomOptions {
  /** Default 64: four mixes of sixteen would already be far more than two cores carry. */
  readonly maxChildren?: number;
  readonly log: Logger;
}

export function createProcessRoom({ maxChildren = 64, log }: ProcessRoomOptions): ProcessRoom {
  const children = new Set<Child>();
  let closed = false;
  // The engine may end without closing (an uncaught error): what runs then is killed at once, in the only moment left.
  const killAll = (): void => {
    for (const child of children) child.kill();
  };
  process.on('exit', killAll);

  return {
    get running() {
      return children.size;
    },
    start(plan) {
      if (closed)
        throw new DomainError(
          'UNSUPPORTED',
          'us',
          `${plan.name} was asked for after the engine began to stop`,
        );
      if (children.size >= maxChildren) {
        throw new DomainError(
          'LIMIT_EXCEEDED',
          'us',
          `${plan.name} would be child process ${children.size + 1}; allowed: ${maxChildren}`,
        );
      }
      const child = startChild(plan);
      children.add(child);
      log.debug({ child: plan.name, pid: child.pid }, 'child process started');
      void child.exited.then(({ code, signal }) => {
        children.delete(child);
        log.debug({ child: plan.name, pid: child.pid, code, signal }, 'child process ended');
      });
      return child;
    },
    async close() {
      closed = true;
      await Promise.all([...children].map((child) => child.stop()));
      process.off('exit', killAll);
    },
  };
}
