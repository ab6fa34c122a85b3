import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandedTask, TaskFact } from '../../../domain/recording/task-lifecycle.ts';
import { deriveTask } from '../../../domain/recording/task-lifecycle.ts';

const began: TaskFact = { type: 'task-started', taskId: 't', atMs: 1000 };
const left = (leaveCode: number): TaskFact => ({ type: 'task-left', taskId: 't', atMs: 9000, leaveCode });
const commanded = (state: CommandedTask) => ({
  state,
  failure: state.includes('UNCONF') ? 'no answer' : null,
});

describe('a recording task', () => {
  it('is over when the cloud says so, whatever was commanded, with when and why', () => {
    const states = ['REQUESTED', 'START_UNCONFIRMED', 'RUNNING', 'STOP_UNCONFIRMED', 'STOPPED'] as const;
    for (const state of states)
      expect(deriveTask(commanded(state), [began, left(3)])).toEqual({
        ...{ state: 'STOPPED', taskId: 't', leftAtMs: 9000, end: 'SERVICE_FAILED' },
        failure: 'The recording service ended it by itself (LeaveCode 3).',
      });
    const ends = [0, 1, 2, 4, 99, 100, 101, 7].map(
      (code) => deriveTask(commanded('RUNNING'), [left(code)]).end,
    );
    expect(ends).toEqual([
      ...[
        'ASKED',
        'ROBOT_REMOVED',
        'ROOM_DISMISSED',
        'SERVICE_FAILED',
        'IDLE',
        'IDLE',
        'REPLACED',
        'UNKNOWN',
      ],
    ]);
  });

  it('runs when the cloud tells of its beginning, though the answer was lost or too late', () => {
    for (const state of ['REQUESTED', 'START_UNCONFIRMED', 'REFUSED'] as const)
      expect(deriveTask(commanded(state), [began])).toMatchObject({
        state: 'RUNNING',
        taskId: 't',
        failure: null,
      });
  });

  it('stays unconfirmed after a stop without an answer until its end is told', () => {
    expect(deriveTask(commanded('STOP_UNCONFIRMED'), [began])).toMatchObject({
      ...{ state: 'UNCONFIRMED', failure: 'no answer' },
    });
  });

  it('is the same whatever order its facts come in', () => {
    const facts = [began, left(0), left(100), { ...began, atMs: 1001 }];
    const known = deriveTask(commanded('RUNNING'), facts);
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
        expect(deriveTask(commanded('RUNNING'), shuffled)).toEqual(known);
      }),
    );
  });
});
