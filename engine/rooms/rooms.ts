import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import { printRoomKey, roomText } from '../../domain/room/room-key.ts';
import type { LiveStream } from './live-stream.ts';
import type { RoomEvent, RoomListener } from './room-event.ts';
import { leaveReasons } from './room-event.ts';

/** A stream in a room and the way to throw it out. */
export interface RoomStream {
  readonly stream: LiveStream;
  readonly kick: (reason: string) => void;
}

/** One session of a room: from its first user to its last. */
export interface RoomSession {
  readonly commId: string;
  readonly name: RoomName;
  readonly users: ReadonlyMap<string, ReadonlyMap<StreamType, RoomStream>>;
}

interface OpenRoom extends RoomSession {
  readonly users: Map<string, Map<StreamType, RoomStream>>;
}

/** Told when a stream has come into a room or gone, and when the room is over. */
export interface RoomWatcher {
  streamEntered(session: RoomSession, stream: LiveStream): void;
  streamLeft(session: RoomSession, stream: LiveStream): void;
  /** `emptied` when the last user left, `closed` when everybody was sent out by a command. */
  dismissed(session: RoomSession, how: 'emptied' | 'closed'): void;
}

/** Who is in which room. A room begins with its first user and is dismissed when the last one has left. */
export class Rooms {
  readonly #sdkAppId: number;
  readonly #listener: RoomListener;
  readonly #clock: () => number;
  readonly #rooms = new Map<string, OpenRoom>();
  readonly #watchers: RoomWatcher[] = [];
  #second = 0;
  readonly #usedThisSecond = new Set<string>();

  constructor(options: {
    readonly sdkAppId: number;
    readonly listener: RoomListener;
    readonly clock: () => number;
  }) {
    this.#sdkAppId = options.sdkAppId;
    this.#listener = options.listener;
    this.#clock = options.clock;
  }

  watch(watcher: RoomWatcher): void {
    this.#watchers.push(watcher);
  }

  find(name: RoomName): RoomSession | null {
    return this.#rooms.get(this.#keyOf(name)) ?? null;
  }

  /** Every stream of a room in the order of entry. */
  streamsOf(session: RoomSession): readonly LiveStream[] {
    return [...session.users.values()].flatMap((streams) =>
      [...streams.values()].map(({ stream }) => stream),
    );
  }

  /** Lets a stream in. The same user's stream of the same type that is there already is thrown out, not the user. */
  enter(name: RoomName, userId: string, streamType: StreamType, entering: RoomStream): RoomSession {
    const session = this.#open(name, userId);
    let streams = session.users.get(userId);
    if (streams === undefined) {
      streams = new Map();
      session.users.set(userId, streams);
      this.#tell(session, userId, { name: 'user-entered' });
    }
    const former = streams.get(streamType);
    streams.set(streamType, entering);
    if (former !== undefined) {
      former.kick(`${userId} publishes ${streamType} from another place`);
      this.#stopped(session, userId, streamType);
      for (const watcher of this.#watchers) watcher.streamLeft(session, former.stream);
    }
    for (const watcher of this.#watchers) watcher.streamEntered(session, entering.stream);
    return session;
  }

  /** Tells that a stream shows its first picture or sound. */
  started(session: RoomSession, userId: string, streamType: StreamType, kind: 'video' | 'audio'): void {
    if (streamType === 'aux') {
      if (kind === 'video') this.#tell(session, userId, { name: 'aux-started' });
      return;
    }
    this.#tell(session, userId, { name: kind === 'video' ? 'video-started' : 'audio-started' });
  }

  /** Takes a stream out; what is not there any more is no error, since a kick comes before the end. */
  leave(session: RoomSession, userId: string, streamType: StreamType, stream: LiveStream): void {
    const open = this.#rooms.get(this.#keyOf(session.name));
    const streams = open?.users.get(userId);
    if (open !== session || streams?.get(streamType)?.stream !== stream) return;
    streams.delete(streamType);
    if (streams.size > 0) this.#stopped(session, userId, streamType);
    else {
      open.users.delete(userId);
      this.#tell(session, userId, { name: 'user-left', reason: leaveReasons.normal });
    }
    for (const watcher of this.#watchers) watcher.streamLeft(session, stream);
    this.#endEmpty(open, userId, 'emptied');
  }

  /** Sends a user out with every stream; one who is not there is no error. Nothing keeps the user from coming back. */
  remove(session: RoomSession, userId: string): void {
    this.#sendOut(session, userId, 'emptied');
  }

  /** Sends everybody out: the room is over. */
  close(session: RoomSession): void {
    for (const userId of [...session.users.keys()]) this.#sendOut(session, userId, 'closed');
  }

  #sendOut(session: RoomSession, userId: string, how: 'emptied' | 'closed'): void {
    const open = this.#rooms.get(this.#keyOf(session.name));
    const streams = open === session ? open.users.get(userId) : undefined;
    if (open === undefined || streams === undefined) return;
    // Before the streams end, so that their ends do not count as the user's own leaving.
    open.users.delete(userId);
    for (const { kick } of streams.values()) kick(`${userId} was sent out of the room`);
    this.#tell(session, userId, { name: 'user-left', reason: leaveReasons.kicked });
    for (const { stream } of streams.values())
      for (const watcher of this.#watchers) watcher.streamLeft(session, stream);
    this.#endEmpty(open, userId, how);
  }

  #endEmpty(session: OpenRoom, userId: string, how: 'emptied' | 'closed'): void {
    if (session.users.size > 0) return;
    this.#rooms.delete(this.#keyOf(session.name));
    this.#tell(session, userId, { name: 'room-dismissed' });
    for (const watcher of this.#watchers) watcher.dismissed(session, how);
  }

  #stopped(session: RoomSession, userId: string, streamType: StreamType): void {
    if (streamType === 'aux') this.#tell(session, userId, { name: 'aux-stopped' });
    else {
      this.#tell(session, userId, { name: 'video-stopped' });
      this.#tell(session, userId, { name: 'audio-stopped' });
    }
  }

  #open(name: RoomName, creator: string): OpenRoom {
    const key = this.#keyOf(name);
    const existing = this.#rooms.get(key);
    if (existing !== undefined) return existing;
    const session: OpenRoom = { commId: this.#makeCommId(name), name, users: new Map() };
    this.#rooms.set(key, session);
    this.#tell(session, creator, { name: 'room-created' });
    return session;
  }

  /** Two sessions of a room in one second would have one id: the second one takes the next second. */
  #makeCommId(name: RoomName): string {
    const now = Math.floor(this.#clock() / 1000);
    if (now > this.#second) {
      this.#second = now;
      this.#usedThisSecond.clear();
    }
    for (let second = now; ; second++) {
      const commId = `${String(this.#sdkAppId)}_${roomText(name)}_${String(second)}`;
      if (this.#usedThisSecond.has(commId)) continue;
      this.#usedThisSecond.add(commId);
      return commId;
    }
  }

  #keyOf(name: RoomName): string {
    return printRoomKey({ sdkAppId: this.#sdkAppId, name });
  }

  #tell(
    session: RoomSession,
    userId: string,
    what:
      | { readonly name: Exclude<RoomEvent['name'], 'user-left'> }
      | { readonly name: 'user-left'; readonly reason: number },
  ): void {
    this.#listener.room({
      ...what,
      sdkAppId: this.#sdkAppId,
      commId: session.commId,
      room: session.name,
      userId,
      atMs: this.#clock(),
    });
  }
}
