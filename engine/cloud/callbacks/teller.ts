import type { Logger } from 'pino';
import { printFileName } from '../../../domain/recording/naming.ts';
import type { RecordEvent } from '../../../wire/css-callback.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { Happening, LibraryFact } from '../../library/facts.ts';
import type { Library } from '../../library/library.ts';
import type { RecordingListener, RecordingPlan } from '../../record/recorded-file.ts';
import type { RoomEvent, RoomListener } from '../../rooms/room-event.ts';
import type { TaskEvent, TaskListener } from '../../rooms/recording-task.ts';
import type { RelayListener } from '../../rooms/relay-task.ts';
import type { Account } from '../account.ts';
import type { RecordStatus } from './events.ts';
import {
  fileEvent,
  pushEndCodes,
  pushEndEvent,
  pushStartEvent,
  recordExceptionEvent,
  recordStatusEvent,
  roomCallback,
} from './events.ts';
import { relayCallback } from './relay-events.ts';
import { committedFile, taskCallback } from './task-events.ts';

function roomFact(event: RoomEvent): LibraryFact {
  const { commId, sdkAppId, userId, atMs } = event;
  switch (event.name) {
    case 'room-created':
      return { type: 'room-created', commId, sdkAppId, room: event.room, creator: userId, atMs };
    case 'room-dismissed':
      return { type: 'room-dismissed', commId, atMs };
    case 'user-entered':
      return { type: 'user-entered', commId, userId, atMs };
    case 'user-left':
      return { type: 'user-left', commId, userId, atMs };
    default:
      return { type: 'nothing' };
  }
}

/** What is counted of a recording's course: when each of its formats begins and ends. */
function spanFact(
  { sessionId, context }: RecordingPlan,
  format: RecordingFormat,
  event: RecordEvent,
  atMs: number,
): LibraryFact {
  if (event === 'record_ended') return { type: 'recording-ended', sessionId, format, atMs };
  if (event !== 'record_start_succeeded') return { type: 'nothing' };
  const { sdkAppId, task } = context;
  return { type: 'recording-started', sessionId, format, sdkAppId, taskId: task?.taskId ?? null, atMs };
}

function taskFact({ sdkAppId, taskId, what, atMs }: TaskEvent): LibraryFact {
  if (what.name === 'started') return { type: 'task-started', taskId, sdkAppId, atMs };
  return what.name === 'left' ? { type: 'task-ended', taskId, atMs } : { type: 'nothing' };
}

/** What happens in a room and the callback that tells of it. */
export function roomHappening(event: RoomEvent): Happening {
  const key = `${event.commId}/${event.name}/${event.userId}/${String(event.atMs)}`;
  return {
    fact: roomFact(event),
    callbacks: [{ key, sdkAppId: event.sdkAppId, kind: 'trtc', event: roomCallback(event) }],
  };
}

/** Turns what is told inside the engine into what it remembers and calls back. */
export function createTeller(
  library: Pick<Library, 'remember'>,
  account: Account,
  log: Logger,
): {
  readonly rooms: RoomListener;
  readonly recordings: RecordingListener;
  readonly onTask: TaskListener;
  readonly onRelay: RelayListener;
} {
  // Live events cannot wait for the disk; that it refuses is the operator's matter.
  const keep = (happening: Happening): Promise<boolean> =>
    library.remember(happening).then(
      () => true,
      (error: unknown) => {
        log.error({ err: error, happening }, 'a happening could not be kept');
        return false;
      },
    );
  const remember = (happening: Happening): void => {
    void keep(happening);
  };

  /** How many events of each session and format were told; a format that ended tells no more. */
  const told = new Map<string, number>();
  /** The files that each session and format left; told again after a kill, a file counts once. */
  const closed = new Map<string, Set<string>>();
  const statusOf = (
    plan: RecordingPlan,
    format: RecordingFormat,
    event: RecordEvent,
    atMs: number,
    what: Partial<Pick<RecordStatus, 'pauseReason' | 'mediaTimeMs' | 'fileCount'>> = {},
  ): Happening => {
    const counted = `${plan.sessionId}/${format}`;
    const seq = (told.get(counted) ?? 0) + 1;
    if (event === 'record_ended') told.delete(counted);
    else told.set(counted, seq);
    return {
      fact: spanFact(plan, format, event, atMs),
      callbacks: [
        {
          key: `record/${plan.sessionId}/${format}/${event}/${String(atMs)}`,
          sdkAppId: plan.context.sdkAppId,
          kind: 'css',
          event: recordStatusEvent(account, plan, format, {
            ...{ event, atMs, seq, pauseReason: null, mediaTimeMs: null, fileCount: null },
            ...what,
          }),
        },
      ],
    };
  };

  const status = (...about: Parameters<typeof statusOf>): void => {
    remember(statusOf(...about));
  };

  let relayed = 0;
  return {
    onRelay(event) {
      const { sdkAppId, taskId, state, reason, atMs } = event;
      if (reason !== null) log.warn({ taskId, state, reason }, 'a relay is not as it should be');
      relayed += 1;
      const key = `relay/${taskId}/${String(atMs)}/${String(relayed)}`;
      remember({
        fact: { type: 'nothing' },
        callbacks: [{ key, sdkAppId, kind: 'trtc', event: relayCallback(event) }],
      });
    },
    onTask(event) {
      const { sdkAppId, taskId, what } = event;
      return keep({
        fact: taskFact(event),
        callbacks: [
          { key: `task/${taskId}/${what.name}`, sdkAppId, kind: 'trtc', event: taskCallback(event) },
        ],
      });
    },
    rooms: {
      room(event) {
        remember(roomHappening(event));
      },
      pushStarted(push, size) {
        const event = pushStartEvent(account, push, size);
        const { sequence, streamId, startedAtMs } = push;
        remember({
          fact: { type: 'push-started', sequence, streamId, atMs: startedAtMs, event },
          callbacks: [{ key: `push/${sequence}/1`, sdkAppId: push.sdkAppId, kind: 'css', event }],
        });
      },
      pushEnded(push, size, atMs) {
        const start = pushStartEvent(account, push, size);
        remember({
          fact: { type: 'push-ended', sequence: push.sequence, atMs },
          callbacks: [
            {
              key: `push/${push.sequence}/0`,
              sdkAppId: push.sdkAppId,
              kind: 'css',
              event: pushEndEvent(start, push.startedAtMs, atMs, pushEndCodes.normal),
            },
          ],
        });
      },
      mixStarted(mix) {
        remember({ fact: { type: 'mix-started', ...mix }, callbacks: [] });
      },
      mixEnded(mixId, atMs) {
        remember({ fact: { type: 'mix-ended', mixId, atMs }, callbacks: [] });
      },
    },
    recordings: {
      started(plan, format, atMs) {
        status(plan, format, 'record_start_succeeded', atMs);
      },
      paused(plan, format, atMs, pauseReason, mediaTimeMs) {
        status(plan, format, 'record_paused', atMs, { pauseReason, mediaTimeMs });
      },
      resumed(plan, format, atMs, mediaTimeMs) {
        status(plan, format, 'record_resumed', atMs, { mediaTimeMs });
      },
      warned(plan, warning) {
        const { sessionId } = plan;
        const { code, level, markId, phase, mediaMs, detail } = warning;
        log[level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'info'](
          { sessionId, code, markId, phase, mediaMs, detail },
          phase === 'end' ? 'a recording is as it should be again' : 'a recording is not as it should be',
        );
        remember({
          fact: { type: 'nothing' },
          callbacks: [
            {
              key: `exception/${sessionId}/${markId}/${phase}`,
              sdkAppId: plan.context.sdkAppId,
              kind: 'css',
              event: recordExceptionEvent(account, plan, warning),
            },
          ],
        });
      },
      async ended(plan, format, atMs) {
        const counted = `${plan.sessionId}/${format}`;
        const fileCount = closed.get(counted)?.size ?? 0;
        await library.remember(statusOf(plan, format, 'record_ended', atMs, { fileCount }));
        closed.delete(counted);
      },
      failed(plan, format, reason, atMs) {
        log.error({ sessionId: plan.sessionId, format, reason }, 'a recording failed');
        status(plan, format, 'record_error', atMs);
      },
      fileClosed(plan, file) {
        const { nameHead } = plan.context;
        const name = printFileName(nameHead, file.startedAtMs, file.endedAtMs);
        const { sessionId, context, rules } = plan;
        const counted = `${sessionId}/${file.format}`;
        closed.set(counted, (closed.get(counted) ?? new Set()).add(file.fileId));
        const keeping = { retentionDays: rules.retentionDays, subAppId: rules.subAppId };
        const committed = committedFile(account, plan, file);
        const told =
          committed === null
            ? { kind: 'css' as const, event: fileEvent(account, plan, file) }
            : { kind: 'trtc' as const, event: committed };
        return library.remember({
          fact: { type: 'file-closed', sessionId, context, name, file, keeping },
          callbacks: [{ key: `file/${file.fileId}`, sdkAppId: context.sdkAppId, ...told }],
        });
      },
    },
  };
}
