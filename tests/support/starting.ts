import type { TestHouse } from './house.ts';
import { testApiKeys } from './house.ts';

/** What is started over the API: what it is called, its input, and where its answer has it. */
const starts = {
  task: ['startRecording', 'StartRecordingInput', 'task'],
  mix: ['startMixedRecording', 'StartMixedRecordingInput', 'mix'],
  relay: ['startRelay', 'StartRelayInput', 'relay'],
} as const;
const stops = {
  task: ['stopRecording', 'StopRecordingInput', 'taskId'],
  mix: ['stopMixedRecording', 'StopMixedRecordingInput', 'mixId'],
  relay: ['stopRelay', 'StopRelayInput', 'relayId'],
} as const;

export type StartKind = keyof typeof starts;
export const startKinds = Object.keys(starts) as readonly StartKind[];

export interface Started {
  readonly id: string;
  readonly state: string;
  readonly budgetNotices: readonly {
    readonly budget: string;
    readonly action: string;
    readonly percent: number;
    readonly basis: string;
    readonly takenAway: string | null;
    readonly message: string;
  }[];
}

function mutationOf(kind: StartKind): string {
  const [name, type, field] = starts[kind];
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${field} { id state }
    budgetNotices { budget action percent basis takenAway message } } }`;
}

/** Starts with the admin key what input says, its idempotencyKey in it. */
export async function startOver(house: TestHouse, kind: StartKind, input: object): Promise<Started> {
  const [name, , field] = starts[kind];
  const shape = await house.ask<Record<string, Record<string, unknown>>>(mutationOf(kind), { input });
  const { [field]: started, budgetNotices } = shape[name]!;
  return { ...(started as Started), budgetNotices: budgetNotices as Started['budgetNotices'] };
}

/** The error of the same where it is refused. */
export async function refusalOf(
  house: TestHouse,
  kind: StartKind,
  input: object,
): Promise<{ readonly message: string; readonly extensions: Readonly<Record<string, unknown>> } | null> {
  const answer = await fetch(`${house.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${testApiKeys.admin}` },
    body: JSON.stringify({ query: mutationOf(kind), variables: { input } }),
  });
  const { errors } = (await answer.json()) as {
    errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  };
  return errors?.[0] ?? null;
}

export async function stopOver(house: TestHouse, kind: StartKind, id: string): Promise<void> {
  const [name, type, field] = stops[kind];
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`;
  await house.ask(query, { input: { [field]: id, idempotencyKey: `stop ${id}` } });
}
