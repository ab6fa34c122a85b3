import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandedRelay, RelayFact, TargetState } from '../../../domain/relay/relay-lifecycle.ts';
import { deriveRelay } from '../../../domain/relay/relay-lifecycle.ts';

const [own, other] = ['rtmp://own/live/a', 'rtmp://other/app/b'] as const;
const fact = (url: string, state: TargetState, atMs: number, message = ''): RelayFact => ({
  ...{ type: 'relay-target', taskId: 'task', url, state, atMs, message },
});
const derive = (state: CommandedRelay, facts: readonly RelayFact[], urls: readonly string[] = [own, other]) =>
  deriveRelay({ state, failure: 'why' }, urls, facts);

describe('a relay', () => {
  it.each([
    ['REQUESTED', 'REQUESTED'],
    ['START_UNCONFIRMED', 'UNCONFIRMED'],
    ['REFUSED', 'REFUSED'],
    ['RUNNING', 'RUNNING'],
    ['STOP_UNCONFIRMED', 'UNCONFIRMED'],
    ['STOPPED', 'STOPPED'],
  ] as const)('that is commanded %s is %s while nothing is told', (commanded, state) => {
    expect(derive(commanded, [])).toMatchObject({ state, taskId: null, targets: [] });
  });

  it('runs once the cloud tells of it, whatever became of the answer', () => {
    const facts = [fact(own, 'connecting', 1)];
    for (const commanded of ['REQUESTED', 'START_UNCONFIRMED', 'REFUSED'] as const)
      expect(derive(commanded, facts)).toMatchObject({ state: 'RUNNING', failure: null, taskId: 'task' });
  });

  it('is over when every target is, and not before', () => {
    const facts = [fact(own, 'running', 1), fact(other, 'running', 2), fact(own, 'idle', 3)];
    expect(derive('STOP_UNCONFIRMED', facts).state).toBe('UNCONFIRMED');
    expect(derive('STOP_UNCONFIRMED', [...facts, fact(other, 'idle', 4)])).toMatchObject({
      ...{ state: 'STOPPED', failure: null, endedAtMs: 4 },
    });
  });

  it('has failed when no target could be reached, and says why', () => {
    const facts = [fact(own, 'failed', 1, 'taken'), fact(other, 'failed', 2, 'away')];
    expect(derive('RUNNING', facts)).toMatchObject({ state: 'FAILED', failure: 'taken; away' });
    expect(derive('RUNNING', [facts[0]!, fact(other, 'running', 2)]).state).toBe('RUNNING');
  });

  it('heeds nothing that is told of other addresses', () => {
    expect(derive('RUNNING', [fact('rtmp://x/y/z', 'failed', 1)]).targets).toEqual([]);
  });

  it('is the same whatever the order and the number of what is told', () => {
    const facts = [
      ...[fact(own, 'connecting', 1), fact(own, 'running', 2), fact(own, 'recovering', 3)],
      ...[fact(own, 'running', 3), fact(other, 'connecting', 2), fact(other, 'failed', 9, 'away')],
    ];
    const expected = derive('RUNNING', facts);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length }),
        (told: RelayFact[]) => {
          expect(derive('RUNNING', told)).toEqual(expected);
        },
      ),
    );
  });
});
