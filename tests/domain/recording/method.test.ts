import { describe, expect, it } from 'vitest';
import { deriveMethod } from '../../../domain/recording/method.ts';

const times = '2026-02-03-12-05-06_2026-02-03-12-05-18';
const identity = { room: null, userId: 'u1', streamType: 'main', userDefineRecordId: null } as const;
const session = { taskId: null, identity, recording: { files: [] } } as const;
const named = (userDefineRecordId: string, ...heads: readonly (string | null)[]) => ({
  ...session,
  identity: { ...identity, userDefineRecordId },
  recording: { files: heads.map((head) => ({ name: head === null ? null : `${head}_${times}` })) },
});

describe('how a recording came to be', () => {
  it.each([
    ['a task that records it', { ...session, taskId: '-t' }, 'CLOUD_RECORDING'],
    ['a mix', { ...session, identity: { ...identity, streamType: 'mix' as const } }, 'REST_MIX'],
    ['a user who gave no record id', session, 'GLOBAL_AUTO'],
    ['a name that is the record id', named('claim', null, 'claim'), 'SDK_PARAMETERS'],
    ['a name that adds the stream’s type', named('claim', 'claim_main'), 'GLOBAL_AUTO'],
    ['a record id that ends like a type', named('claim_main', 'claim_main'), 'SDK_PARAMETERS'],
    ['the same with the type added', named('claim_main', 'claim_main_main'), 'GLOBAL_AUTO'],
    ['a record id and no name yet', named('claim', null), null],
    ['a name of neither form', named('claim', 'other'), null],
    ['nobody known', { ...session, identity: { ...identity, userId: null } }, null],
  ])('is told by %s', (_, facts, method) => {
    expect(deriveMethod(facts)).toBe(method);
  });
});
