import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import { printRoomKey, roomText } from '../../domain/room/room-key.ts';
import type { RecordingSession } from '../record/recorded-file.ts';
import type { Recorders } from '../record/recorders.ts';
import { defaultStreamId } from './admission.ts';
import type { Application } from './application.ts';
import type { LiveStream } from './live-stream.ts';
import { onlyKinds } from './only-kinds.ts';
import { makeSequence } from './push-sequence.ts';
import type { CloudRecordingRequest, TaskEvent, TaskListener } from './recording-task.ts';
import { leaveCodes } from './recording-task.ts';
import type { Rooms, RoomSession } from './rooms.ts';
import type { SubscriptionLists } from './subscription.ts';
import { subscriptionOf } from './subscription.ts';
import type { TaskNotes } from './task-notes.ts';

export interface CloudRecordings {
  /** Answers the task's id once the next process would know of it. Throws LIMIT_EXCEEDED beyond 100 tasks of an application. */
  start(request: CloudRecordingRequest): Promise<string>;
  /** Puts other lists in place of a task's, at once. Throws NOT_FOUND. */
  modify(taskId: string, lists: SubscriptionLists): void;
  /** Throws NOT_FOUND once the task is over. */
  status(taskId: string): 'Idle' | 'InProgress';
  /** Throws NOT_FOUND. */
  stop(taskId: string): void;
  /** Ends the task whose robot this is; false where the user is no robot in the room. */
  sendOut(room: RoomName, robotUserId: string): boolean;
  close(): Promise<void>;
}

export interface CloudRecordingsOptions {
  readonly application: Application;
  readonly rooms: Rooms;
  readonly recorders: Recorders;
  readonly onTask: TaskListener;
  /** Where running tasks are noted for the process after this one. */
  readonly notes: Pick<TaskNotes, 'write' | 'forget'>;
  readonly clock: () => number;
}

interface Taken {
  readonly session: RecordingSession;
  readonly unsubscribe: () => void;
  readonly kinds: string;
}

interface Task {
  readonly id: string;
  readonly request: CloudRecordingRequest;
  readonly expiresAtMs: number;
  readonly streams: Map<LiveStream, Taken>;
  readonly finishing: Set<Promise<void>>;
  lists: SubscriptionLists;
  idle: NodeJS.Timeout | null;
}

const maxTasks = 100;
/** Of single mode; later streams are not recorded. */
const maxStreams = 25;
const hourMs = 3_600_000;

/** The vendor's names are Base64 of the ids, with signs that files may have. */
function printId(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replaceAll('/', '-').replaceAll('=', '.');
}

/** Recording tasks of one application of the newer kind: each stream of a room by itself, as lists say. */
export function createCloudRecordings(options: CloudRecordingsOptions): CloudRecordings {
  const { application, rooms, recorders, onTask, notes, clock } = options;
  const { sdkAppId } = application;
  const tasks = new Map<string, Task>();
  const keyOf = (name: RoomName): string => printRoomKey({ sdkAppId, name });

  const tell = (task: Task, what: TaskEvent['what']): Promise<boolean> => {
    const { room, robotUserId } = task.request;
    return onTask({ sdkAppId, taskId: task.id, room, robotUserId, atMs: clock(), what });
  };

  const nameHeadOf = ({ request }: Task, userId: string, streamType: StreamType): string => {
    const { room, userDefineRecordId } = request;
    const roomPart = room.kind === 'int' ? roomText(room) : printId(room.value);
    const head = `${String(sdkAppId)}_${roomPart}__UserId_s_${printId(userId)}__UserId_e_${streamType}`;
    return userDefineRecordId === null ? head : `${userDefineRecordId}__UserDefine_u_${head}`;
  };

  const leave = (task: Task, stream: LiveStream): void => {
    const taken = task.streams.get(stream);
    if (taken === undefined) return;
    task.streams.delete(stream);
    taken.unsubscribe();
    taken.session.stop();
    watchIdle(task);
  };

  const take = (task: Task, stream: LiveStream): void => {
    const { userId, streamType } = stream;
    if (userId === null || streamType === 'mix') return;
    const wanted = subscriptionOf(task.lists, userId);
    const { request } = task;
    const kinds = {
      audio: wanted.audio && request.kinds.audio,
      video: wanted.video && request.kinds.video,
    };
    const key = `${String(kinds.audio)}/${String(kinds.video)}`;
    if (task.streams.get(stream)?.kinds === key) return;
    leave(task, stream);
    if (!request.streamTypes.includes(streamType) || !(kinds.audio || kinds.video)) return;
    if (task.streams.size >= maxStreams) return;
    const session = recorders.record({
      sessionId: randomUUID(),
      formats: request.formats,
      rules: request.rules,
      context: {
        sdkAppId,
        room: request.room,
        userId,
        streamType,
        streamId: defaultStreamId({ sdkAppId, room: request.room, userId, streamType }),
        pushSequence: makeSequence(clock()),
        nameHead: nameHeadOf(task, userId, streamType),
        streamParam: null,
        task: { taskId: task.id, robotUserId: request.robotUserId },
      },
    });
    const finishing = session.done.then(() => {
      task.finishing.delete(finishing);
    });
    task.finishing.add(finishing);
    task.streams.set(stream, {
      session,
      kinds: key,
      unsubscribe: stream.recordPublished(session, onlyKinds(session, kinds)),
    });
    watchIdle(task);
  };

  /** A task without a stream to record ends by itself after its idle time. */
  const watchIdle = (task: Task): void => {
    if (task.idle !== null) clearTimeout(task.idle);
    task.idle = null;
    if (task.streams.size > 0 || !tasks.has(task.id)) return;
    task.idle = setTimeout(() => void end(task, leaveCodes.idle), task.request.maxIdleSeconds * 1000);
    task.idle.unref();
  };

  const end = async (task: Task, leaveCode: number): Promise<void> => {
    if (!tasks.delete(task.id)) return;
    if (task.idle !== null) clearTimeout(task.idle);
    for (const stream of [...task.streams.keys()]) leave(task, stream);
    const left = tell(task, { name: 'left', leaveCode });
    await Promise.all(task.finishing);
    const kept = await Promise.all([left, tell(task, { name: 'upload-stopped' })]);
    // What could not be kept is told again by the next process.
    if (kept.every(Boolean)) await notes.forget(task.id).catch(() => undefined);
  };

  const tasksIn = (session: RoomSession): readonly Task[] =>
    [...tasks.values()].filter(({ request }) => keyOf(request.room) === keyOf(session.name));

  rooms.watch({
    streamEntered(session, stream) {
      for (const task of tasksIn(session)) take(task, stream);
    },
    streamLeft(session, stream) {
      for (const task of tasksIn(session)) leave(task, stream);
    },
    dismissed(session, how) {
      // A room that is empty is waited for; one that was closed has sent the robot out too.
      if (how === 'closed') for (const task of tasksIn(session)) void end(task, leaveCodes.dismissed);
    },
  });

  const takeAll = (task: Task): void => {
    const session = rooms.find(task.request.room);
    if (session !== null) for (const stream of rooms.streamsOf(session)) take(task, stream);
    watchIdle(task);
  };

  const require = (taskId: string): Task => {
    const task = tasks.get(taskId);
    if (task !== undefined && task.expiresAtMs > clock()) return task;
    throw new DomainError('NOT_FOUND', 'caller', `there is no running task ${taskId}`);
  };

  const find = (room: RoomName, robotUserId: string): Task | undefined =>
    [...tasks.values()].find(
      ({ request }) => keyOf(request.room) === keyOf(room) && request.robotUserId === robotUserId,
    );

  /** As the vendor says: a robot of the same name interrupts the task before it. */
  const interruptFormer = ({ room, robotUserId }: CloudRecordingRequest): void => {
    const former = find(room, robotUserId);
    if (former !== undefined) void end(former, leaveCodes.duplicate);
  };

  const refuseTooMany = (): void => {
    if (tasks.size >= maxTasks)
      throw new DomainError('LIMIT_EXCEEDED', 'caller', `${String(maxTasks)} tasks are running`);
  };

  return {
    async start(request) {
      const { room, robotUserId } = request;
      interruptFormer(request);
      refuseTooMany();
      const id = `-${randomUUID().replaceAll('-', '')}`;
      await notes.write({ sdkAppId, taskId: id, room, robotUserId, startedAtMs: clock() });
      // Another may have begun while this one was noted.
      interruptFormer(request);
      const task: Task = {
        id,
        request,
        expiresAtMs: clock() + request.expiresInHours * hourMs,
        streams: new Map(),
        finishing: new Set(),
        lists: request.lists,
        idle: null,
      };
      tasks.set(task.id, task);
      void tell(task, { name: 'started' });
      void tell(task, { name: 'upload-started' });
      takeAll(task);
      return task.id;
    },
    modify(taskId, lists) {
      const task = require(taskId);
      task.lists = lists;
      takeAll(task);
    },
    status: (taskId) => (require(taskId).streams.size > 0 ? 'InProgress' : 'Idle'),
    stop(taskId) {
      void end(require(taskId), leaveCodes.asked);
    },
    sendOut(room, robotUserId) {
      const task = find(room, robotUserId);
      if (task === undefined) return false;
      void end(task, leaveCodes.sentOut);
      return true;
    },
    async close() {
      await Promise.all([...tasks.values()].map((task) => end(task, leaveCodes.engineClosed)));
    },
  };
}
