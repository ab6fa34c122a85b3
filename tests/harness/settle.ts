import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { HarnessHouse } from './harness-house.ts';
import { listRecordings } from './known-recordings.ts';

const unfinished = new Set(['RECORDING', 'WAITING', 'PAUSED', 'PROCESSING']);

/** What has not come to its end yet, a sentence each: nothing, where nothing is stuck. */
export async function findUnsettled(house: HarnessHouse): Promise<readonly string[]> {
  const open: string[] = [];
  for (const { id, userId, state, files } of await listRecordings(house)) {
    if (unfinished.has(state)) open.push(`recording ${userId ?? id} is ${state}`);
    for (const file of files)
      if (file.state === 'PENDING') open.push(`a ${file.format} file of ${userId ?? id} is PENDING`);
  }
  const { engine, server } = house.sql;
  for (const { kind, key, last_error } of await engine<
    { kind: string; key: string; last_error: string | null }[]
  >`
    select kind, key, last_error from callbacks where delivered_at is null`)
    open.push(`the callback ${kind} ${key} is not delivered (${last_error ?? 'not tried'})`);
  for (const { room_name } of await server<{ room_name: string }[]>`
    select room_name from rooms where state <> 'ENDED'`)
    open.push(`room ${room_name} is not ended`);
  for (const { stream_id } of await server<{ stream_id: string }[]>`
    select stream_id from streams where state <> 'ENDED'`)
    open.push(`stream ${stream_id} is live`);
  for (const { dedupe_key } of await server<{ dedupe_key: string }[]>`
    select dedupe_key from inbox where applied_at is null`)
    open.push(`the callback ${dedupe_key} came in and is not applied`);
  const journal = path.join(house.folder, 'journal/recordings');
  for (const name of readdirSync(journal)) open.push(`the journal still has ${name}`);
  return open;
}

/** Waits until nothing is open any more; answers what is after the deadline. */
export async function settle(house: HarnessHouse, withinMs: number): Promise<readonly string[]> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const open = await findUnsettled(house).catch((error: unknown) => [`cannot be asked: ${String(error)}`]);
    if (open.length === 0 || performance.now() > deadline) return open;
    await delay(500);
  }
}
