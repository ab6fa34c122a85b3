import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import { printRoomKey } from '../../domain/room/room-key.ts';
import type { OnAir } from '../relay/on-air.ts';
import type { PushAddress } from '../relay/push-address.ts';
import type { PushState } from '../relay/rtmp-push.ts';
import { RtmpPush } from '../relay/rtmp-push.ts';
import type { LiveStream } from './live-stream.ts';
import type { Rooms } from './rooms.ts';

/** Where a relay goes: onto the air here under a name, or to an address elsewhere. `url` is what asked for it. */
export type RelayTarget = { readonly url: string } & (
  { readonly kind: 'air'; readonly name: string } | { readonly kind: 'push'; readonly address: PushAddress }
);

export interface RelayedStream {
  readonly userId: string;
  readonly streamType: StreamType;
}

export interface RelayRequest {
  readonly room: RoomName;
  /** The robot that relays; one of its name in an application at a time. */
  readonly robotUserId: string;
  readonly from: RelayedStream;
  readonly targets: readonly RelayTarget[];
  /** Without its stream for so long a relay ends by itself. */
  readonly maxIdleSeconds: number;
}

export interface RelayChange {
  /** Higher than that of every change before. */
  readonly sequence: number;
  readonly from: RelayedStream | null;
  readonly targets: readonly RelayTarget[] | null;
}

/** One target of a relay has come into another state. */
export interface RelayEvent {
  readonly sdkAppId: number;
  readonly taskId: string;
  readonly room: RoomName;
  readonly robotUserId: string;
  readonly url: string;
  readonly state: PushState;
  readonly reason: string | null;
  readonly atMs: number;
}

/** Told at once and in order. Must not throw. */
export type RelayListener = (event: RelayEvent) => void;

export interface RoomRelays {
  /** Answers the task's id. Throws CONFLICT for a robot or a name in use, LIMIT_EXCEEDED beyond 100 relays of an application. */
  start(request: RelayRequest): string;
  /** Throws NOT_FOUND, CONFLICT for a sequence that is not higher or a name in use. Targets that stay go on. */
  update(taskId: string, change: RelayChange): void;
  /** Throws NOT_FOUND. */
  stop(taskId: string): void;
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
  readonly clock: () => number;
}

interface RunningTarget {
  readonly target: RelayTarget;
  readonly push: RtmpPush | null;
  state: PushState;
}

interface Relay {
  readonly taskId: string;
  readonly request: RelayRequest;
  readonly targets: Map<string, RunningTarget>;
  from: RelayedStream;
  sequence: number;
  source: LiveStream | null;
  idle: NodeJS.Timeout | null;
}

const maxRelays = 100;

/** The relays of one application that were asked for by a call: each follows one user's stream, which may come and go. */
export function createRoomRelays(options: RoomRelaysOptions): RoomRelays {
  const { sdkAppId, rooms, onAir, pushHosts, onRelay, onPushed, clock } = options;
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
  };

  const present = ({ request, from }: Relay): LiveStream | null =>
    rooms.find(request.room)?.users.get(from.userId)?.get(from.streamType)?.stream ?? null;

  const relaysOf = (name: RoomName): readonly Relay[] =>
    [...relays.values()].filter(({ request }) => keyOf(request.room) === keyOf(name));
  rooms.watch({
    streamEntered(session, stream) {
      for (const relay of relaysOf(session.name))
        if (stream.userId === relay.from.userId && stream.streamType === relay.from.streamType)
          follow(relay, stream);
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

  return {
    start(request) {
      if (relays.size >= maxRelays)
        throw new DomainError('LIMIT_EXCEEDED', 'caller', `at most ${String(maxRelays)} relays at a time`);
      if ([...relays.values()].some((relay) => relay.request.robotUserId === request.robotUserId))
        throw new DomainError('CONFLICT', 'caller', `${request.robotUserId} relays already`);
      requireFree(request.targets, null);
      const relay: Relay = {
        taskId: randomUUID().replaceAll('-', ''),
        ...{ request, from: request.from, targets: new Map(), sequence: -1, source: null, idle: null },
      };
      relays.set(relay.taskId, relay);
      relay.source = present(relay);
      for (const target of request.targets) add(relay, target);
      watchIdle(relay);
      return relay.taskId;
    },

    update(taskId, { sequence, from, targets }) {
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
      if (from === null) return;
      relay.from = from;
      if (present(relay) !== relay.source) follow(relay, present(relay));
    },

    stop(taskId) {
      end(require(taskId));
    },

    close() {
      for (const relay of relays.values()) end(relay);
    },
  };
}
