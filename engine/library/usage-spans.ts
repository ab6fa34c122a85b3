import type postgres from 'postgres';
import type { LibraryFact } from './facts.ts';

type UsageFact = Extract<
  LibraryFact,
  { type: 'recording-started' | 'recording-ended' | 'task-started' | 'task-ended' }
>;

const at = (ms: number): Date => new Date(ms);

/** Notes when a recording's format, or a recording task, begins and ends. */
export async function applyUsage(sql: postgres.TransactionSql, fact: UsageFact): Promise<void> {
  switch (fact.type) {
    case 'recording-started':
      await sql`
        insert into recording_spans (session_id, format, sdk_app_id, task_id, started_at)
        values (${fact.sessionId}, ${fact.format}, ${fact.sdkAppId}, ${fact.taskId}, ${at(fact.atMs)})
        on conflict do nothing`;
      return;
    case 'recording-ended':
      await sql`
        update recording_spans set ended_at = greatest(started_at, ${at(fact.atMs)})
        where session_id = ${fact.sessionId} and format = ${fact.format} and ended_at is null`;
      return;
    case 'task-started':
      await sql`
        insert into task_spans (task_id, sdk_app_id, started_at)
        values (${fact.taskId}, ${fact.sdkAppId}, ${at(fact.atMs)}) on conflict do nothing`;
      return;
    case 'task-ended':
      await sql`
        update task_spans set ended_at = greatest(started_at, ${at(fact.atMs)})
        where task_id = ${fact.taskId} and ended_at is null`;
      return;
  }
}
