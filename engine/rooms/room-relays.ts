import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { printRoomKey } from '../../domain/room/room-key.ts';
import type { Scenery } from '../mix/compositor.ts';
import type { LiveStream } from './live-stream.ts';
import { loadMixScenery } from './mix-scenery.ts';
import { startRelayMix, type RelayMix } from './relay-mix.ts';
import { RelayTargets } from './relay-targets.ts';
import type { RelayFrom, RelayRequest, RelayTarget, RoomRelays, RoomRelaysOptions } from './relay-task.ts';
import type { RoomSession } from './rooms.ts';

interface Relay {
  readonly taskId: string;
  /** What it was asked for last. */
  request: RelayRequest;
  readonly targets: RelayTargets;
  sequence: number;
  /** The id of its mixed stream: that of its first address of ours, else its own. */
  readonly mixStreamId: string;
  /** Null for a stream, and while nobody is in the room. */
  mix: RelayMix | null;
  /** What its mix shows besides the users; null until it is fetched. */
  scenery: Scenery | null;
  idle: NodeJS.Timeout | null;
}

const maxRelays = 100;

function mixIdOf(taskId: string, { targets }: RelayRequest): string {
  return targets.find((target) => target.kind === 'air')?.name ?? taskId;
}

function isFrom({ userId, streamType }: LiveStream, { from }: RelayRequest): boolean {
  return from.kind !== 'mix' && userId === from.userId && streamType === from.streamType;
}

/** The relays of one application that were asked for by a call: each follows one user's stream, or its room, which may come and go. */
export function createRoomRelays(options: RoomRelaysOptions): RoomRelays {
  const { sdkAppId, rooms, onAir, pushHosts, onRelay, onPushed, notes, clock, log } = options;
  const relays = new Map<string, Relay>();
  const ending = new Set<Promise<void>>();
  const keyOf = (name: RoomName): string => printRoomKey({ sdkAppId, name });

  const watchIdle = (relay: Relay): void => {
    if (relay.idle !== null) clearTimeout(relay.idle);
    relay.idle = null;
    if (relay.targets.source !== null || !relays.has(relay.taskId)) return;
    relay.idle = setTimeout(() => {
      end(relay);
    }, relay.request.maxIdleSeconds * 1000).unref();
  };

  const follow = (relay: Relay, stream: LiveStream | null): void => {
    relay.targets.follow(stream);
    watchIdle(relay);
  };

  const end = (relay: Relay): void => {
    if (!relays.delete(relay.taskId)) return;
    if (relay.idle !== null) clearTimeout(relay.idle);
    relay.targets.end();
    endMix(relay, true);
    notes.forget(relay.taskId).catch((error: unknown) => {
      log.error({ err: error, taskId: relay.taskId }, 'a relay that is over is still noted');
    });
  };

  const note = ({ taskId, request, sequence }: Relay): Promise<void> =>
    notes.write({ sdkAppId, taskId, request, sequence });

  const endMix = (relay: Relay, isLast: boolean): void => {
    const { mix } = relay;
    relay.mix = null;
    if (mix === null) return;
    const ended = mix.stop(isLast).finally(() => ending.delete(ended));
    ending.add(ended);
  };

  const beginMix = (relay: Relay, session: RoomSession): LiveStream | null => {
    const { request, scenery, mixStreamId: streamId } = relay;
    const { room, from } = request;
    if (from.kind !== 'mix' || scenery === null) return null;
    const streams = rooms.streamsOf(session);
    const mix = startRelayMix(options, {
      ...{ room, session, streamId, from, scenery, streams },
      onFailure: () => {
        if (relay.mix === mix) end(relay);
      },
    });
    relay.mix = mix;
    return mix.stream;
  };

  /** The stream that a relay follows as things are; null while there is none. */
  const present = (relay: Relay): LiveStream | null => {
    const { room, from } = relay.request;
    const session = rooms.find(room);
    if (session === null) return null;
    if (from.kind === 'mix') return relay.mix?.stream ?? beginMix(relay, session);
    return session.users.get(from.userId)?.get(from.streamType)?.stream ?? null;
  };

  const relaysOf = (name: RoomName): readonly Relay[] =>
    [...relays.values()].filter(({ request }) => keyOf(request.room) === keyOf(name));
  rooms.watch({
    streamEntered(session, stream) {
      for (const relay of relaysOf(session.name))
        if (relay.mix !== null) relay.mix.take(stream);
        else if (relay.request.from.kind === 'mix') follow(relay, present(relay));
        else if (isFrom(stream, relay.request)) follow(relay, stream);
    },
    streamLeft(session, stream) {
      for (const relay of relaysOf(session.name)) {
        relay.mix?.leaveOut(stream);
        if (relay.targets.source === stream) follow(relay, null);
      }
    },
    dismissed(session) {
      for (const relay of relaysOf(session.name))
        if (relay.mix !== null) {
          follow(relay, null);
          endMix(relay, false);
        }
    },
  });
  options.consents.watch(() => {
    for (const { mix, request } of relays.values()) {
      const session = rooms.find(request.room);
      if (session !== null) mix?.review(rooms.streamsOf(session));
    }
  });

  const requireFree = (targets: readonly RelayTarget[], own: Relay | null): void => {
    const awaited = new Set(
      [...relays.values()].flatMap((relay) => (relay === own ? [] : relay.targets.names)),
    );
    for (const target of targets) {
      if (target.kind !== 'air' || own?.targets.has(target.url) === true) continue;
      if (awaited.has(target.name) || !onAir.isFree(target.name))
        throw new DomainError(
          'CONFLICT',
          'caller',
          `the stream id ${target.name} is in use by another stream`,
        );
    }
  };

  const require = (taskId: string): Relay => {
    const found = relays.get(taskId);
    if (found === undefined)
      throw new DomainError('NOT_FOUND', 'caller', `the relay ${taskId} is not there, or is over`);
    return found;
  };

  /** `waits` is one whose stream is away for the moment. */
  const run = (
    taskId: string,
    request: RelayRequest,
    { sequence, scenery, waits }: { sequence: number; scenery: Scenery | null; waits: boolean },
  ): Relay => {
    const { room, robotUserId } = request;
    const targets = new RelayTargets({
      ...{ sdkAppId, onAir, pushHosts, onPushed },
      goesOn: () => relays.has(taskId),
      onState: (url, state, reason) => {
        onRelay({ sdkAppId, taskId, room, robotUserId, url, state, reason, atMs: clock() });
      },
    });
    const relay: Relay = {
      ...{ taskId, request, targets, sequence, idle: null },
      ...{ mixStreamId: mixIdOf(taskId, request), mix: null, scenery },
    };
    relays.set(taskId, relay);
    targets.follow(present(relay));
    targets.replace(request.targets);
    if (waits) targets.tellWaiting();
    watchIdle(relay);
    return relay;
  };

  const sceneryOf = async (from: RelayFrom | null): Promise<Scenery | null> =>
    from?.kind === 'mix' ? loadMixScenery(options, from.form) : null;

  const changeMix = (relay: Relay): void => {
    const { room, from } = relay.request;
    const session = rooms.find(room);
    if (from.kind !== 'mix' || relay.mix === null || session === null) return;
    // Another size is another stream: what goes out under it is connected anew.
    if (!relay.mix.change(from, relay.scenery!, rooms.streamsOf(session))) endMix(relay, false);
  };

  return {
    async start(request) {
      const scenery = await sceneryOf(request.from);
      if (relays.size >= maxRelays)
        throw new DomainError('LIMIT_EXCEEDED', 'caller', `at most ${String(maxRelays)} relays at a time`);
      if ([...relays.values()].some((relay) => relay.request.robotUserId === request.robotUserId))
        throw new DomainError('CONFLICT', 'caller', `${request.robotUserId} relays already`);
      requireFree(request.targets, null);
      const taskId = randomUUID().replaceAll('-', '');
      const mixId = mixIdOf(taskId, request);
      if (request.from.kind === 'mix' && !options.streamIds.isFree(mixId))
        throw new DomainError('CONFLICT', 'caller', `the stream id ${mixId} is in use by another stream`);
      const relay = run(taskId, request, { sequence: -1, scenery, waits: false });
      try {
        await note(relay);
      } catch (error) {
        end(relay);
        throw error;
      }
      return relay.taskId;
    },

    fromOf: (taskId) => require(taskId).request.from,

    async update(taskId, { sequence, from, targets }) {
      require(taskId);
      const scenery = await sceneryOf(from);
      const relay = require(taskId);
      if (sequence <= relay.sequence)
        throw new DomainError(
          'CONFLICT',
          'caller',
          `the sequence ${String(sequence)} is not higher than ${String(relay.sequence)}`,
        );
      if (targets !== null) requireFree(targets, relay);
      relay.sequence = sequence;
      if (targets !== null) relay.targets.replace(targets);
      const { request } = relay;
      relay.request = { ...request, targets: targets ?? request.targets, from: from ?? request.from };
      relay.scenery = scenery ?? relay.scenery;
      if (from !== null) changeMix(relay);
      if (present(relay) !== relay.targets.source) follow(relay, present(relay));
      await note(relay);
    },

    async stop(taskId) {
      const relay = require(taskId);
      end(relay);
      await notes.forget(taskId);
    },

    restore({ taskId, request, sequence }) {
      const relay = run(taskId, request, { sequence, scenery: null, waits: true });
      if (request.from.kind !== 'mix') return;
      sceneryOf(request.from).then(
        (scenery) => {
          relay.scenery ??= scenery;
          if (relays.has(taskId) && relay.targets.source === null) follow(relay, present(relay));
        },
        (error: unknown) => {
          log.error({ err: error, taskId }, 'the mix of a relay cannot go on');
          end(relay);
        },
      );
    },

    async close() {
      const left = [...relays.values()];
      for (const relay of left) {
        if (relay.idle !== null) clearTimeout(relay.idle);
        relay.targets.end();
        endMix(relay, true);
      }
      relays.clear();
      await Promise.all(ending);
    },
  };
}
