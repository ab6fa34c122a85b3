import { randomUUID } from 'node:crypto';
import { kindOfApplication } from '../../domain/application/kind.ts';
import type { BudgetNotice } from '../../domain/billing/budget.ts';
import { DomainError, refuseFaults, type FieldFault } from '../../domain/errors.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type {
  RecordedUsers,
  RecordingTaskRecord,
  RecordingTaskStore,
  TaskProvider,
} from '../ports/recording-tasks.ts';
import { requireAction, requireWholeApplication, type Principal } from './access/principal.ts';
import type { ApplicationSettings } from './application-settings.ts';
import type { Applications } from './applications.ts';
import type { Budgets } from './budgets.ts';
import { once } from './once.ts';
import { recordIdPattern, recordIdRule, roomNameFaults } from './tickets.ts';

export interface StartRecordingInput {
  readonly sdkAppId: number | null;
  readonly room: RoomName;
  readonly users: RecordedUsers;
  readonly formats: readonly RecordingFormat[];
  readonly maxIdleSeconds: number;
  readonly maxFileMinutes: number;
  readonly retentionDays: number;
  readonly userDefineRecordId: string | null;
  readonly idempotencyKey: string;
}

export interface StartedTask {
  readonly task: RecordingTaskRecord;
  readonly notices: readonly BudgetNotice[];
}

export interface RecordingTasks {
  /**
   * Answers the task RUNNING, or UNCONFIRMED where the provider did not answer, and what budgets say; a repeat says nothing of them
   * again. Throws UNSUPPORTED for a legacy application, BUDGET_EXCEEDED.
   */
  start(principal: Principal, input: StartRecordingInput): Promise<StartedTask>;
  /** A task that ended by itself is answered as it is. Throws CONFLICT for one that was stopped or refused. */
  stop(principal: Principal, id: string, idempotencyKey: string): Promise<RecordingTaskRecord>;
  /** Puts other lists in place of those before, whole and at once. */
  updateUsers(
    principal: Principal,
    id: string,
    users: RecordedUsers,
    idempotencyKey: string,
  ): Promise<RecordingTaskRecord>;
}

export interface RecordingTasksDeps {
  readonly store: RecordingTaskStore;
  readonly provider: TaskProvider;
  readonly applications: Pick<Applications, 'choose'>;
  readonly settings: Pick<ApplicationSettings, 'isAutomaticDeclared'>;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly idempotency: IdempotencyStore;
  readonly budgets: Pick<Budgets, 'admit'>;
  readonly clock: () => Date;
}

/** What the vendor takes of a task (https://trtc.io/document/45169). */
export const taskRanges = {
  maxIdleSeconds: { min: 5, max: 86_400, default: 30 },
  maxFileMinutes: { min: 1, max: 1440, default: 1440 },
  retentionDays: { min: 0, max: 1500, default: 0 },
} as const;
const combinations = ['mp4', 'hls', 'aac', 'hls,mp4', 'aac,hls'];
const userPattern = /^[A-Za-z0-9_-]{1,32}(\.\*\$)?$/;
const maxUsers = 32;
const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function openRecordingTasks(deps: RecordingTasksDeps): RecordingTasks {
  const { store, provider, commands, idempotency, clock } = deps;

  const require = async (principal: Principal, id: string): Promise<RecordingTaskRecord> => {
    const task = idPattern.test(id) ? await store.find(id) : null;
    const { sdkAppIds } = principal.scope;
    if (task === null || (sdkAppIds !== null && !sdkAppIds.includes(task.sdkAppId)))
      throw new DomainError('NOT_FOUND', 'caller', 'There is no such recording task.', {
        field: 'input.taskId',
      });
    requireWholeApplication(principal, task.sdkAppId);
    return task;
  };

  /** The task's vendor id; a task that is over or never answered takes no command. */
  const requireRunning = (task: RecordingTaskRecord): string => {
    if (task.taskId !== null && (task.state === 'RUNNING' || task.state === 'UNCONFIRMED'))
      return task.taskId;
    throw new DomainError('CONFLICT', 'caller', `This recording task is ${task.state}; it takes no command.`);
  };

  /** `formats` are those of the input, or what budgets leave of them. */
  const begin = async (
    sdkAppId: number,
    input: StartRecordingInput,
    formats: readonly RecordingFormat[],
  ): Promise<string> => {
    const id = randomUUID();
    const robotUserId = `rec_${id.replaceAll('-', '').slice(0, 24)}`;
    const { room } = input;
    await store.request({ id, sdkAppId, room, robotUserId, requestedAt: clock() });
    try {
      // Who asked for the sound alone gets no pictures when a budget takes AAC away.
      const soundOnly = input.formats.includes('aac');
      const taskId = await provider.start(
        { ...input, formats, soundOnly, sdkAppId, robotUserId, streamTypes: ['main', 'aux'] },
        clock(),
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

  return {
    async start(principal, input) {
      requireAction(principal, 'CONTROL');
      refuseFaults(faultsOf(input));
      const { sdkAppId } = deps.applications.choose(input.sdkAppId, principal.scope);
      requireWholeApplication(principal, sdkAppId);
      refuseApplication(sdkAppId, deps.settings.isAutomaticDeclared(sdkAppId));
      const { idempotencyKey: key, ...asked } = input;
      let notices: readonly BudgetNotice[] = [];
      const command = { principal, key, operation: 'startRecording', input: asked };
      const id = await once(idempotency, command, async () => {
        const admission = await deps.budgets.admit(principal, sdkAppId, {
          kind: 'task',
          formats: input.formats,
        });
        ({ notices } = admission);
        const formats = admission.formats ?? input.formats;
        return commands.serialised(`${sdkAppId}/${input.room.kind}/${input.room.value}`, () =>
          begin(sdkAppId, input, formats),
        );
      });
      return { task: await require(principal, id), notices };
    },

    async stop(principal, id, key) {
      requireAction(principal, 'CONTROL');
      await require(principal, id);
      await once(idempotency, { principal, key, operation: 'stopRecording', input: { id } }, () =>
        commands.serialised(id, async () => {
          const task = await require(principal, id);
          // It ended by itself, as a task does when nobody is left: what was asked for is so.
          if (task.endedBy !== null && task.endedBy !== 'ASKED') return id;
          try {
            await provider.stop(task.sdkAppId, requireRunning(task));
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            if (error.code === 'UNCONFIRMED') {
              await store.settle(id, { to: 'STOP_UNCONFIRMED', failure: error.message });
              return id;
            }
            // It ended by itself, and that was not told yet.
            if (error.code !== 'NOT_FOUND') throw error;
          }
          await store.settle(id, { to: 'STOPPED', failure: null });
          return id;
        }),
      );
      return require(principal, id);
    },

    async updateUsers(principal, id, users, key) {
      requireAction(principal, 'CONTROL');
      refuseFaults(userFaults(users));
      await require(principal, id);
      await once(
        idempotency,
        { principal, key, operation: 'updateRecordingUsers', input: { id, users } },
        () =>
          commands.serialised(id, async () => {
            const task = await require(principal, id);
            await provider.updateUsers(task.sdkAppId, requireRunning(task), users);
            return id;
          }),
      );
      return require(principal, id);
    },
  };
}

function refuseApplication(sdkAppId: number, declared: boolean): void {
  const refuse = (sentence: string): never => {
    throw new DomainError('UNSUPPORTED', 'caller', sentence, { field: 'input.sdkAppId' });
  };
  if (kindOfApplication(sdkAppId) === 'legacy')
    refuse(`The application ${sdkAppId} is of the legacy kind: it is recorded by its settings.`);
  if (declared)
    refuse(
      `The vendor’s console records the application ${sdkAppId} by itself, as declared; both together would record and bill twice.`,
    );
}

/** The vendor takes an allowance or a denial, never both. */
function userFaults({ allowed, denied }: RecordedUsers): FieldFault[] {
  if (allowed !== null && denied !== null)
    return [
      { field: 'input.users', got: 'allowed and denied', allowed: 'users.allowed or users.denied, not both' },
    ];
  return (
    [
      ['input.users.allowed', allowed],
      ['input.users.denied', denied],
    ] as const
  ).flatMap(([field, list]) =>
    list === null ||
    (list.length >= 1 && list.length <= maxUsers && list.every((user) => userPattern.test(user)))
      ? []
      : [
          {
            field,
            got: JSON.stringify(list.slice(0, 5)),
            allowed: `1 to ${maxUsers} user ids, or beginnings of them and .*$`,
          },
        ],
  );
}

function faultsOf(input: StartRecordingInput): FieldFault[] {
  const ranges = (['maxIdleSeconds', 'maxFileMinutes', 'retentionDays'] as const).flatMap((name) => {
    const { min, max } = taskRanges[name];
    const value = input[name];
    return Number.isInteger(value) && value >= min && value <= max
      ? []
      : [{ field: `input.${name}`, got: String(value), allowed: `${min} to ${max}` }];
  });
  const { formats, userDefineRecordId: id } = input;
  return [
    ...roomNameFaults(input.room, 'input.room'),
    ...userFaults(input.users),
    ...ranges,
    ...formatFaults(formats, 'input.formats'),
    ...(id === null || recordIdPattern.test(id)
      ? []
      : [{ field: 'input.userDefineRecordId', got: JSON.stringify(id), allowed: recordIdRule }]),
  ];
}

function formatFaults(formats: readonly RecordingFormat[], field: string): FieldFault[] {
  if (combinations.includes([...formats].toSorted().join(','))) return [];
  const allowed = 'MP4, HLS, AAC, HLS with MP4, or HLS with AAC (with AAC the sound alone)';
  return [{ field, got: JSON.stringify(formats), allowed }];
}

/** Throws BAD_INPUT for formats that one task cannot write together. */
export function refuseTaskFormats(formats: readonly RecordingFormat[], field: string): void {
  refuseFaults(formatFaults(formats, field));
}
