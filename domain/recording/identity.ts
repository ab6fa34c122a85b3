import type { FactsOfOneSession } from './fact-groups.ts';
import type { StreamIdentity } from './facts.ts';

const unknownIdentity: StreamIdentity = {
  room: null,
  userId: null,
  streamType: 'main',
  userDefineRecordId: null,
};

/** What the facts agree on: the first, in the order of their keys, that knows a thing. */
export function deriveIdentity(facts: FactsOfOneSession): StreamIdentity {
  const told = [...facts.of('push-started'), ...facts.of('push-ended'), ...facts.of('file-announced')].map(
    ({ identity }) => identity,
  );
  const known = <K extends 'room' | 'userId' | 'userDefineRecordId'>(field: K): StreamIdentity[K] =>
    told.find((identity) => identity[field] !== null)?.[field] ?? unknownIdentity[field];
  return {
    room: known('room'),
    userId: known('userId'),
    userDefineRecordId: known('userDefineRecordId'),
    streamType: told.at(0)?.streamType ?? unknownIdentity.streamType,
  };
}
