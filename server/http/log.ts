import type { Logger } from 'pino';

/** What the doors log with: pino, or a child of it. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
