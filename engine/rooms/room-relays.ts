import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { DomainError } from '../../domain/errors.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { printRoomKey } from '../../domain/room/room-key.ts';
import type { OnAir } from '../relay/on-air.ts';
import type { PushState } from '../relay/rtmp-push.ts';
import { RtmpPush } from '../relay/rtmp-push.ts';
import type { LiveStream } from './live-stream.ts';
import type { NotedRelay, RelayChange, RelayListener, RelayRequest, RelayTarget } from './relay-task.ts';
import type { Rooms } from './rooms.ts';
import type { Notes } from './task-notes.ts';

export interface RoomRelays {
  /**
   * Answers the task's id once the next process would go on with it. Throws CONFLICT for a robot or a name in use, LIMIT_EXCEEDED
   * beyond 100 relays of an application.
   */
  start(request: RelayRequest): Promise<string>;
  /** Throws NOT_FOUND, CONFLICT for a sequence that is not higher or a name in use. Targets that stay go on. */
  update(taskId: string, change: RelayChange): Promise<void>;
  /** Throws NOT_FOUND. */
  stop(taskId: string): Promise<void>;
  /** Goes on with a relay of an earlier process: it waits for its stream as for one that has just left. */
  restore(noted: NotedRelay): void;
  /** Leaves every relay to the next process. */
  close(): void;
}

export interface RoomRelaysOptions {
  readonly sdkAppId: number;
  readonly rooms: Rooms;
  readonly onAir: Pick<OnAir, 'isFree' | 'put' | 'take'>;
  /** Hosts that streams may be pushed to although they are not public. */
  readonly pushHosts: readonly string[];
  readonly onRelay: RelayListener;
  readonly onPushed: (streamId: string, bytes: number) => void;
  readonly notes: Pick<Notes<NotedRelay>, 'write' | 'forget'>;
  readonly clock: () => number;
  readonly log: Pick<Logger, 'error'>;
}

interface RunningTarget {
  readonly target: RelayTarget;
  readonly push: RtmpPush | null;
  state: PushState;
}

interface Relay {
  readonly taskId: string;
  /** What it was asked for last. */
  request: RelayRequest;
  readonly targets: Map<string, RunningTarget>;
  sequence: number;
  source: LiveStream | null;
  idle: NodeJS.Timeout | null;
}

const maxRelays = 100;

function isFrom({ userId, streamType }: LiveStream, { from }: RelayRequest): boolean {
  return userId === from.userId && streamType === from.streamType;
}

/** The relays of one application that were asked for by a call: each follows one user's stream, which may come and go. */
export function createRoomRelays(options: RoomRelaysOptions): RoomRelays {
  const { sdkAppId, rooms, onAir, pushHosts, onRelay, onPushed, notes, clock, log } = options;
  const relays = new Map<string, Relay>();
  const keyOf = (name: RoomName): string => printRoomKey({ sdkAppId, name });

  const tell = (relay: Relay, running: RunningTarget, state: PushState, reason: string | null): void => {
    // A relay that goes on without its stream waits for it: its pushes are not over.
    const told = state === 'idle' && relays.has(relay.taskId) ? 'recovering' : state;
    if (running.state === told) return;
    running.state = told;
    const { room, robotUserId } = relay.request;
    const { url } = running.target;
    onRelay({ sdkAppId, taskId: relay.taskId, room, robotUserId, url, state: told, reason, atMs: clock() });
  };

  const connect = (relay: Relay, running: RunningTarget): void => {
    const { target, push } = running;
    const { source } = relay;
    if (source === null || running.state === 'failed') return;
    if (target.kind === 'push') push!.feed(source);
    else if (onAir.isFree(target.name)) {
      onAir.put(target.name, sdkAppId, source);
      tell(relay, running, 'running', null);
    } else tell(relay, running, 'failed', `${target.name} is on the air already`);
  };

  const disconnect = (relay: Relay, running: RunningTarget): void => {
    const { target, push } = running;
    if (target.kind === 'push') push!.feed(null);
    else if (relay.source !== null) onAir.take(target.name, relay.source);
    if (running.state !== 'failed') tell(relay, running, 'idle', null);
  };

  const add = (relay: Relay, target: RelayTarget): void => {
    const running: RunningTarget = {
      target,
      state: 'idle',
      push:
        target.kind === 'air'
          ? null
          : new RtmpPush({
              address: target.address,
              trustedHosts: pushHosts,
              onState: (state, reason) => {
                tell(relay, running, state, reason);
              },
              onBytes: (bytes) => {
                if (relay.source !== null) onPushed(relay.source.streamId, bytes);
              },
            }),
    };
    relay.targets.set(target.url, running);
    connect(relay, running);
  };

  const watchIdle = (relay: Relay): void => {
    if (relay.idle !== null) clearTimeout(relay.idle);
    relay.idle = null;
    if (relay.source !== null || !relays.has(relay.taskId)) return;
    relay.idle = setTimeout(() => {
      end(relay);
    }, relay.request.maxIdleSeconds * 1000).unref();
  };

  const follow = (relay: Relay, stream: LiveStream | null): void => {
    for (const running of relay.targets.values()) if (relay.source !== null) disconnect(relay, running);
    relay.source = stream;
    for (const running of relay.targets.values()) connect(relay, running);
    watchIdle(relay);
  };

  const end = (relay: Relay): void => {
    if (!relays.delete(relay.taskId)) return;
    if (relay.idle !== null) clearTimeout(relay.idle);
    for (const running of relay.targets.values()) disconnect(relay, running);
    relay.source = null;
    notes.forget(relay.taskId).catch((error: unknown) => {
      log.error({ err: error, taskId: relay.taskId }, 'a relay that is over is still noted');
    });
  };

  const note = ({ taskId, request, sequence }: Relay): Promise<void> =>
    notes.write({ sdkAppId, taskId, request, sequence });

  const present = ({ request: { room, from } }: Relay): LiveStream | null =>
    rooms.find(room)?.users.get(from.userId)?.get(from.streamType)?.stream ?? null;

  const relaysOf = (name: RoomName): readonly Relay[] =>
    [...relays.values()].filter(({ request }) => keyOf(request.room) === keyOf(name));
  rooms.watch({
    streamEntered(session, stream) {
      for (const relay of relaysOf(session.name)) if (isFrom(stream, relay.request)) follow(relay, stream);
    },
    streamLeft(session, stream) {
      for (const relay of relaysOf(session.name)) if (relay.source === stream) follow(relay, null);
    },
    dismissed: () => undefined,
  });

  const requireFree = (targets: readonly RelayTarget[], own: Relay | null): void => {
    const names = [...relays.values()].flatMap((relay) =>
      relay === own ? [] : [...relay.targets.values()].map(({ target }) => target),
    );
    for (const target of targets) {
      if (target.kind !== 'air' || own?.targets.has(target.url) === true) continue;
      const isAwaited = names.some((other) => other.kind === 'air' && other.name === target.name);
      if (isAwaited || !onAir.isFree(target.name))
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
  const run = (taskId: string, request: RelayRequest, sequence: number, waits: boolean): Relay => {
    const relay: Relay = {
      ...{ taskId, request, targets: new Map(), sequence, source: null, idle: null },
    };
    relays.set(taskId, relay);
    relay.source = present(relay);
    for (const target of request.targets) add(relay, target);
    if (waits)
      for (const running of relay.targets.values())
        if (running.state === 'idle') tell(relay, running, 'recovering', null);
    watchIdle(relay);
    return relay;
  };

  return {
    async start(request) {
      if (relays.size >= maxRelays)
        throw new DomainError('LIMIT_EXCEEDED', 'caller', `at most ${String(maxRelays)} relays at a time`);
      if ([...relays.values()].some((relay) => relay.request.robotUserId === request.robotUserId))
        throw new DomainError('CONFLICT', 'caller', `${request.robotUserId} relays already`);
      requireFree(request.targets, null);
      const relay = run(randomUUID().replaceAll('-', ''), request, -1, false);
      try {
        await note(relay);
      } catch (error) {
        end(relay);
        throw error;
      }
      return relay.taskId;
    },

    async update(taskId, { sequence, from, targets }) {
      const relay = require(taskId);
      if (sequence <= relay.sequence)
        throw new DomainError(
          'CONFLICT',
          'caller',
          `the sequence ${String(sequence)} is not higher than ${String(relay.sequence)}`,
        );
      if (targets !== null) requireFree(targets, relay);
      relay.sequence = sequence;
      if (targets !== null) {
        const wanted = new Set(targets.map(({ url }) => url));
        for (const [url, running] of [...relay.targets]) {
          if (wanted.has(url)) continue;
          disconnect(relay, running);
          relay.targets.delete(url);
        }
        for (const target of targets) if (!relay.targets.has(target.url)) add(relay, target);
      }
      const { request } = relay;
      relay.request = { ...request, targets: targets ?? request.targets, from: from ?? request.from };
      if (present(relay) !== relay.source) follow(relay, present(relay));
      await note(relay);
    },

    async stop(taskId) {
      const relay = require(taskId);
      end(relay);
      await notes.forget(taskId);
    },

    restore({ taskId, request, sequence }) {
      run(taskId, request, sequence, true);
    },

    close() {
      const left = [...relays.values()];
      for (const relay of left) {
        if (relay.idle !== null) clearTimeout(relay.idle);
        for (const running of relay.targets.values()) disconnect(relay, running);
        relay.source = null;
      }
      relays.clear();
    },
  };
}
