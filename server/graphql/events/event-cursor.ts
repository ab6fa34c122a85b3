import { DomainError } from '../../../domain/errors.ts';
import type { EventLog, EventType } from '../../ports/event-log.ts';
import { requireAction, type Principal } from '../../services/access/principal.ts';

const mostBack = 500;

export const backDescription = `How many of the events that you may see lie behind it, 0 to ${mostBack}; all of them where there are fewer.`;

/** The cursor of the log's end, or of the place before the last `back` events that the caller may see. */
export function findCursor(
  log: EventLog,
  principal: Principal,
  back: number,
  types: readonly EventType[] | null | undefined,
): Promise<string> {
  requireAction(principal, 'EVENTS');
  if (back < 0 || back > mostBack) {
    throw new DomainError('BAD_INPUT', 'caller', `back is ${back}; allowed: 0 to ${mostBack}`, {
      faults: [{ field: 'back', got: String(back), allowed: `0 to ${mostBack}` }],
    });
  }
  if (back === 0) return log.end();
  return log.beforeLast(back, types === null || types === undefined ? {} : { types }, principal.scope);
}
