import { describe, expect, it } from 'vitest';
import type { TicketRequest } from '../../../server/ports/provider.ts';
import { openApiKeys } from '../../../server/services/access/api-keys.ts';
import { everything, type Principal } from '../../../server/services/access/principal.ts';
import { openApplications } from '../../../server/services/applications.ts';
import { ticketMaker, type TicketInput } from '../../../server/services/tickets.ts';

const now = new Date('2026-11-24T12:00:00Z');
const keys = openApiKeys({ admin: 'a', frontend: 'f', finance: 'i', partner: 'p' });
const frontend = keys.find('f')!;
const asked: TicketRequest[] = [];
const applications = openApplications(() => [
  { sdkAppId: 1_400_000_123, name: 'default', formats: ['hls'], cohort: 'css-live-recording' },
]);
const makeTicket = ticketMaker(
  applications,
  {
    joinTicket(request, at) {
      asked.push(request);
      return {
        userSig: 'signature',
        privateMapKey: 'privileges',
        rtmpUrl: 'rtmp://here/push',
        whipUrl: null,
        publishingUrl: null,
        expiresAt: new Date(at.getTime() + request.lifetimeSeconds * 1000),
      };
    },
  },
  () => now,
);

function input(part: Partial<TicketInput> = {}): TicketInput {
  return {
    sdkAppId: null,
    room: { kind: 'string', value: 'lesson_1' },
    userId: 'anna',
    streamType: 'main',
    userDefineRecordId: null,
    streamId: null,
    platform: null,
    lifetimeSeconds: 3600,
    role: 'publisher',
    ...part,
  };
}

function scoped(scope: Partial<Principal['scope']>): Principal {
  return { ...frontend, kind: 'VIEWER_TOKEN', scope: { ...everything, ...scope } };
}

describe('a join ticket', () => {
  it('is made for the one application there is', () => {
    expect(makeTicket(frontend, input())).toMatchObject({
      sdkAppId: 1_400_000_123,
      userId: 'anna',
      userSig: 'signature',
      expiresAt: new Date('2026-11-24T13:00:00Z'),
    });
    expect(asked.at(-1)).toMatchObject({
      sdkAppId: 1_400_000_123,
      room: { kind: 'string', value: 'lesson_1' },
    });
  });

  it('is refused with every fault at once', () => {
    const bad = input({
      room: { kind: 'int', value: 0 },
      userId: 'an na',
      streamId: 'with/slash',
      userDefineRecordId: '',
      lifetimeSeconds: 604_801,
    });
    expect(() => makeTicket(frontend, bad)).toThrow(
      expect.objectContaining({
        code: 'BAD_INPUT',
        faults: [
          'input.room.number',
          'input.userId',
          'input.userDefineRecordId',
          'input.streamId',
          'input.lifetimeSeconds',
        ].map((field) => expect.objectContaining({ field }) as unknown),
      }),
    );
  });

  it.each([
    [{ kind: 'int', value: 1 }, true],
    [{ kind: 'int', value: 4_294_967_294 }, true],
    [{ kind: 'int', value: 4_294_967_295 }, false],
    [{ kind: 'int', value: 1.5 }, false],
    [{ kind: 'string', value: 'a'.repeat(64) }, true],
    [{ kind: 'string', value: 'a'.repeat(65) }, false],
    [{ kind: 'string', value: '' }, false],
    [{ kind: 'string', value: '教室' }, false],
    [{ kind: 'string', value: 'a/b' }, false],
  ] as const)('takes the room %j: %j', (room, isTaken) => {
    const make = () => makeTicket(frontend, input({ room }));
    if (isTaken) expect(make()).toMatchObject({ room });
    else expect(make).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  it('lets a token of one user in as that user only, and one of single rooms nowhere', () => {
    expect(makeTicket(scoped({ userId: 'anna' }), input())).toMatchObject({ userId: 'anna' });
    for (const scope of [{ userId: 'ben' }, { roomIds: ['r'] }, { recordingIds: ['r'] }]) {
      expect(() => makeTicket(scoped(scope), input())).toThrow(
        expect.objectContaining({ code: 'FORBIDDEN' }),
      );
    }
  });

  it('is not for those who may not join, nor for an application out of sight', () => {
    expect(() => makeTicket(keys.find('i')!, input())).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN' }),
    );
    expect(() => makeTicket(frontend, input({ sdkAppId: 7 }))).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
    expect(() => makeTicket(scoped({ sdkAppIds: [7] }), input({ sdkAppId: 1_400_000_123 }))).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });

  it('says what the platform can start, and refuses ids that it would lose, with the page and its day', () => {
    expect(makeTicket(frontend, input({ platform: 'web', userDefineRecordId: 'a' })).platform).toMatchObject({
      startsRecording: true,
      startsMix: true,
      saidOn: '2024-12-24',
    });
    expect(makeTicket(frontend, input({ platform: 'mini-program' })).platform).toMatchObject({
      startsRecording: false,
    });
    const refused = (part: Partial<TicketInput>) => () =>
      makeTicket(frontend, input({ platform: 'mini-program', ...part }));
    expect(refused({ userDefineRecordId: 'a' })).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        field: 'input.userDefineRecordId',
        message: expect.stringContaining('as of 2022-06-27') as string,
      }),
    );
    expect(refused({ streamId: 'a' })).toThrow(expect.objectContaining({ field: 'input.streamId' }));
  });
});
