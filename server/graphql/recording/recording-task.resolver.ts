import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RecordedUsers, RecordingTaskRecord } from '../../ports/recording-tasks.ts';
import type { StartedTask } from '../../services/recording-tasks.ts';
import { BudgetNotice } from '../billing/budget.types.ts';
import type { GraphContext } from '../context.ts';
import { readRoomName } from '../room/room-name.ts';
import {
  type RecordedUsersInput,
  RecordingTask,
  RecordingTaskPayload,
  StartRecordingInput,
  StopRecordingInput,
  UpdateRecordingUsersInput,
} from './recording-task.types.ts';

function readUsers(input: RecordedUsersInput | null | undefined): RecordedUsers {
  return { allowed: input?.allowed ?? null, denied: input?.denied ?? null };
}

function answer(
  record: RecordingTaskRecord,
  notices: StartedTask['notices'] = [],
): Pick<RecordingTaskPayload, 'task' | 'budgetNotices'> {
  return {
    task: new RecordingTask(record),
    budgetNotices: notices.map((notice) => new BudgetNotice(notice)),
  };
}

@Resolver(() => RecordingTask)
export class RecordingTaskResolver {
  @Mutation(() => RecordingTaskPayload, {
    description:
      'Records the streams of a room of an application of the newer kind, each by itself. Refused for legacy applications, and while the vendor’s own automatic recording is declared.',
  })
  async startRecording(
    @Arg('input', () => StartRecordingInput, { description: 'What and how.' }) input: StartRecordingInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Pick<RecordingTaskPayload, 'task' | 'budgetNotices'>> {
    const { task, notices } = await services.recordingTasks.start(principal, {
      sdkAppId: input.sdkAppId ?? null,
      room: readRoomName(input.room, 'input.room'),
      users: readUsers(input.users),
      formats: input.formats,
      maxIdleSeconds: input.maxIdleSeconds,
      maxFileMinutes: input.maxFileMinutes,
      retentionDays: input.retentionDays,
      userDefineRecordId: input.userDefineRecordId ?? null,
      idempotencyKey: input.idempotencyKey,
    });
    return answer(task, notices);
  }

  @Mutation(() => RecordingTaskPayload, { description: 'Ends a recording task; its files follow.' })
  async stopRecording(
    @Arg('input', () => StopRecordingInput, { description: 'Which one.' })
    { taskId, idempotencyKey }: StopRecordingInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Pick<RecordingTaskPayload, 'task' | 'budgetNotices'>> {
    return answer(await services.recordingTasks.stop(principal, taskId, idempotencyKey));
  }

  @Mutation(() => RecordingTaskPayload, {
    description: 'Changes who is recorded by a running task, at once and whole.',
  })
  async updateRecordingUsers(
    @Arg('input', () => UpdateRecordingUsersInput, { description: 'Whom.' })
    { taskId, users, idempotencyKey }: UpdateRecordingUsersInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Pick<RecordingTaskPayload, 'task' | 'budgetNotices'>> {
    return answer(
      await services.recordingTasks.updateUsers(principal, taskId, readUsers(users), idempotencyKey),
    );
  }
}
