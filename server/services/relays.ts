import { randomUUID } from 'node:crypto';
import type { BudgetNotice } from '../../domain/billing/budget.ts';
import { DomainError, refuseFaults, type FieldFault } from '../../domain/errors.ts';
import type { StreamType } from '../../domain/room/room-key.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { RoomRecord, StreamRecord, VisibleScope } from '../ports/records.ts';
import type { LiveUrls, RelayProvider, RelayRecord, RelayStore } from '../ports/relays.ts';
import { requireAction, type Principal } from './access/principal.ts';
import type { Budgets } from './budgets.ts';
import { once } from './once.ts';
import { recordIdPattern, recordIdRule } from './tickets.ts';

export interface StartRelayInput {
  /** The running session, found before. */
  readonly room: RoomRecord;
  readonly userId: string;
  readonly streamType: StreamType;
  /** The name on the live network; null lets us choose one that no user's stream can have. */
  readonly streamId: string | null;
  /** Addresses elsewhere that it is pushed to as well. */
  readonly pushUrls: readonly string[];
  readonly maxIdleSeconds: number;
  readonly idempotencyKey: string;
}

export interface StartedRelay {
  readonly relay: RelayRecord;
  readonly notices: readonly BudgetNotice[];
}

export interface Relays {
  /**
   * Answers the relay RUNNING, or UNCONFIRMED where the provider did not answer in time, and what budgets say; a repeat says
   * nothing of them again. Throws ROOM_EMPTY, CONFLICT, BAD_INPUT, BUDGET_EXCEEDED.
   */
  start(principal: Principal, input: StartRelayInput): Promise<StartedRelay>;
  /** Answers the relay STOPPED or UNCONFIRMED. Throws CONFLICT for one that is over or of which the provider told nothing yet. */
  stop(principal: Principal, id: string, idempotencyKey: string): Promise<RelayRecord>;
  find(principal: Principal, id: string): Promise<RelayRecord | null>;
  /** Those asked for in room sessions, newest first. */
  ofRooms(roomIds: readonly string[], scope: VisibleScope): Promise<readonly RelayRecord[]>;
  /** Signed addresses of a name; null where no play domain is known. */
  playUrls(principal: Principal, streamId: string, lifetimeSeconds: number): LiveUrls | null;
  /** Whether a stream is relayed by itself: a mix, or one whose publisher chose an id at join. */
  isRelayedAtJoin(stream: StreamRecord): boolean;
}

export interface RelaysDeps {
  readonly store: RelayStore;
  readonly provider: RelayProvider;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly idempotency: IdempotencyStore;
  readonly budgets: Pick<Budgets, 'admit'>;
  readonly clock: () => Date;
}

/** What the vendor takes (https://www.tencentcloud.com/document/product/647/48247), and how long an address may live. */
export const relayRanges = {
  maxIdleSeconds: { min: 5, max: 86_400, default: 30 },
  /** Ten targets a task, the live network's among them. */
  pushUrls: { max: 9 },
  lifetimeSeconds: { min: 60, max: 7 * 86_400, default: 3600 },
} as const;

/** Relays of users' streams. The intent is stored before the vendor is called, and commands on one room follow each other. */
export function openRelays(deps: RelaysDeps): Relays {
  const { store, provider, commands, idempotency, clock } = deps;

  const require = async (principal: Principal, id: string): Promise<RelayRecord> => {
    const relay = await store.find(id, principal.scope);
    if (relay === null)
      throw new DomainError('NOT_FOUND', 'caller', 'There is no such relay.', { field: 'input.relayId' });
    return relay;
  };

  type Promised = (id: string) => Promise<void>;

  const begin = async (input: StartRelayInput, promise: Promised): Promise<string> => {
    const { room, userId, streamType, maxIdleSeconds } = input;
    if (room.state !== 'ACTIVE')
      throw new DomainError('ROOM_EMPTY', 'caller', `Nobody is in room ${room.name.value}.`, {
        field: 'input.room',
      });
    const id = randomUUID();
    const letters = id.replaceAll('-', '');
    const robotUserId = `relay_${letters.slice(0, 24)}`;
    const streamId = input.streamId ?? `relay_${letters}`;
    const requestedAt = clock();
    const urls = [provider.liveAddress(streamId, requestedAt), ...input.pushUrls];
    const { sdkAppId } = room;
    await store.request({
      ...{ id, sdkAppId, roomId: room.id, robotUserId, userId, streamType, streamId, urls },
      ...{ requestedAt, maxIdleSeconds },
    });
    await promise(id);
    try {
      const taskId = await provider.start(
        { sdkAppId, room: room.name, robotUserId, userId, streamType, urls, maxIdleSeconds },
        requestedAt,
      );
      await store.settle(id, { to: 'RUNNING', failure: null, taskId });
    } catch (error) {
      const unconfirmed = error instanceof DomainError && error.code === 'UNCONFIRMED';
      const failure = error instanceof DomainError ? error.message : 'An unexpected error; the log has it.';
      await store.settle(id, { to: unconfirmed ? 'START_UNCONFIRMED' : 'REFUSED', failure });
      if (!unconfirmed) throw error;
    }
    return id;
  };

  const end = async (principal: Principal, id: string, promise: Promised): Promise<string> => {
    const { sdkAppId, taskId, state } = await require(principal, id);
    if (taskId === null || (state !== 'RUNNING' && state !== 'UNCONFIRMED'))
      throw new DomainError('CONFLICT', 'caller', `This relay is ${state}; it takes no command.`);
    // The intent: until it is settled, what the provider tells decides.
    await store.settle(id, { to: 'STOP_UNCONFIRMED', failure: null });
    await promise(id);
    try {
      await provider.stop(sdkAppId, taskId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'UNCONFIRMED') {
        await store.settle(id, { to: 'STOP_UNCONFIRMED', failure: error.message });
        return id;
      }
      // It ended by itself, and that was not told yet.
      if (error.code !== 'NOT_FOUND') {
        await store.settle(id, { to: 'RUNNING', failure: null });
        throw error;
      }
    }
    await store.settle(id, { to: 'STOPPED', failure: null });
    return id;
  };

  return {
    async start(principal, input) {
      requireAction(principal, 'MIX');
      refuseFaults(faultsOf(input));
      const { room, idempotencyKey: key, ...rest } = input;
      const asked = { ...rest, roomId: room.id };
      let notices: readonly BudgetNotice[] = [];
      const id = await once<string>(
        idempotency,
        { principal, key, operation: 'startRelay', input: asked },
        async (promise) => {
          ({ notices } = await deps.budgets.admit(principal, room.sdkAppId, {
            kind: 'relay',
            formats: null,
          }));
          return commands.serialised(room.id, () => begin(input, promise));
        },
      );
      return { relay: await require(principal, id), notices };
    },

    async stop(principal, id, key) {
      requireAction(principal, 'MIX');
      const { roomId } = await require(principal, id);
      await once<string>(idempotency, { principal, key, operation: 'stopRelay', input: { id } }, (promise) =>
        commands.serialised(roomId, () => end(principal, id, promise)),
      );
      return require(principal, id);
    },

    find(principal, id) {
      requireAction(principal, 'READ');
      return store.find(id, principal.scope);
    },

    ofRooms: (roomIds, scope) => store.byRoomIds(roomIds, scope),

    playUrls(principal, streamId, lifetimeSeconds) {
      requireAction(principal, 'PLAY');
      const { min, max } = relayRanges.lifetimeSeconds;
      if (!Number.isInteger(lifetimeSeconds) || lifetimeSeconds < min || lifetimeSeconds > max)
        refuseFaults([
          { field: 'lifetimeSeconds', got: String(lifetimeSeconds), allowed: `${min} to ${max}` },
        ]);
      return provider.playUrls(streamId, new Date(clock().getTime() + lifetimeSeconds * 1000));
    },

    isRelayedAtJoin: ({ sdkAppId, streamId, streamType, state }) =>
      state === 'LIVE' && (streamType === 'mix' || !streamId.startsWith(`${sdkAppId}_`)),
  };
}

function faultsOf({ userId, streamId, pushUrls, maxIdleSeconds }: StartRelayInput): readonly FieldFault[] {
  const { min, max } = relayRanges.maxIdleSeconds;
  const faults: FieldFault[] = [];
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(userId))
    faults.push({
      ...{ field: 'input.userId', got: JSON.stringify(userId.slice(0, 80)) },
      allowed: '1 to 32 letters, digits, _ and -',
    });
  if (streamId !== null && !recordIdPattern.test(streamId))
    faults.push({
      field: 'input.streamId',
      got: JSON.stringify(streamId.slice(0, 80)),
      allowed: recordIdRule,
    });
  if (!Number.isInteger(maxIdleSeconds) || maxIdleSeconds < min || maxIdleSeconds > max)
    faults.push({ field: 'input.maxIdleSeconds', got: String(maxIdleSeconds), allowed: `${min} to ${max}` });
  if (pushUrls.length > relayRanges.pushUrls.max || new Set(pushUrls).size < pushUrls.length)
    faults.push({
      ...{ field: 'input.pushUrls', got: String(pushUrls.length) },
      allowed: `at most ${relayRanges.pushUrls.max}, each once`,
    });
  for (const [place, url] of pushUrls.entries())
    if (!/^rtmps?:\/\/[^\s/@]+\/[^\s/]+\/\S+$/i.test(url) || url.length > 1024)
      // What came may hold a secret, and is not repeated.
      faults.push({
        ...{ field: `input.pushUrls.${place}`, got: 'another address' },
        allowed: 'rtmp:// or rtmps://host/application/stream, at most 1024 characters',
      });
  return faults;
}
