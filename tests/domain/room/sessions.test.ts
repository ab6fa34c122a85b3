import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoomFact } from '../../../domain/room/sessions.ts';
import { deriveRooms } from '../../../domain/room/sessions.ts';

const fact = (type: RoomFact['type'], atMs: number, userId: string | null = 'u1'): RoomFact => ({
  type,
  atMs,
  userId,
  reason: null,
});

const twice: readonly RoomFact[] = [
  fact('room-created', 1000),
  fact('user-entered', 1000),
  fact('video-started', 1200),
  fact('user-left', 5000),
  fact('room-dismissed', 5000),
  fact('room-created', 9000),
  fact('user-entered', 9001),
];

describe('sessions of a room', () => {
  it('begin with its creation and end with its dismissal', () => {
    expect(deriveRooms(twice)).toMatchObject([
      { beginningKnown: true, startedAtMs: 1000, endedAtMs: 5000 },
      { beginningKnown: true, startedAtMs: 9000, endedAtMs: null },
    ]);
  });

  it('are known by what happened in them while their beginning is not', () => {
    expect(deriveRooms([fact('user-entered', 1500), fact('user-left', 2000)])).toMatchObject([
      { beginningKnown: false, startedAtMs: 1500, endedAtMs: null },
    ]);
  });

  it('are over when the room was made anew, though the end was not told', () => {
    const untold = twice.filter(({ type }) => type !== 'room-dismissed');
    expect(deriveRooms(untold)).toMatchObject([{ endedAtMs: 9000 }, { endedAtMs: null }]);
  });

  it('are the same for every order and repetition', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...twice, ...twice], { minLength: 14 }), (shuffled) => {
        expect(deriveRooms(shuffled)).toEqual(deriveRooms(twice));
      }),
    );
  });

  it('takes what is known to the second until it is known exactly, and then the exact one alone', () => {
    const at = (type: RoomFact['type'], atMs: number, userId: string | null = 'u'): RoomFact => ({
      ...{ type, atMs, userId, reason: null },
    });
    const rough = (fact: RoomFact): RoomFact => ({ ...fact, toTheSecond: true });
    const begun = [at('room-created', 1_000_300), at('user-entered', 1_000_300)];
    const listed = [rough(at('user-left', 1_009_999)), rough(at('room-dismissed', 1_009_999, null))];
    const told = [at('user-left', 1_009_500), at('room-dismissed', 1_009_500)];
    expect(deriveRooms([...begun, ...listed])).toMatchObject([{ endedAtMs: 1_009_999 }]);
    for (const facts of [
      [...begun, ...listed, ...told],
      [...told, ...listed, ...begun],
    ]) {
      const sessions = deriveRooms(facts);
      expect(sessions).toMatchObject([{ startedAtMs: 1_000_300, endedAtMs: 1_009_500 }]);
      expect(sessions[0]!.factKeys).toHaveLength(6);
    }
  });
});
