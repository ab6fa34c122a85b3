import { z } from 'zod';
import type { GraphqlClient } from './graphql-client.ts';

/** The four things that are charged for, as the schema names them. */
export const charges = ['RECORDING', 'TRANSCODING', 'STORAGE', 'PLAYBACK'] as const;

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

const fileShape = z.object({
  id: z.string(),
  format: z.string(),
  state: z.string(),
  sizeBytes: z.union([z.string(), z.number()]).nullable(),
  durationSeconds: z.number().nullable(),
  playbackUrl: z.string().nullable(),
});

const recordingShape = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  failure: z.string().nullable(),
  userId: z.string().nullable(),
  files: z.array(fileShape),
});
export type DemoRecording = z.infer<typeof recordingShape>;

const costShape = z.object({
  book: z.object({ id: z.string(), title: z.string() }),
  bookAgeDays: z.number(),
  currency: z.string(),
  total: amount,
  lines: z.array(
    z.object({
      charge: z.enum(charges),
      description: z.string(),
      quantity: amount,
      unit: z.string(),
      unitPrice: amount,
      amount,
      why: z.string(),
    }),
  ),
});
export type DemoCost = z.infer<typeof costShape>;

/** What the demo asks of the API: the same documents any backend would write. */
export interface DemoOperations {
  createJoinTicket(room: string, userId: string): Promise<{ rtmpUrl: string }>;
  roomOf(room: string): Promise<{ id: string; publishing: number } | null>;
  startMixedRecording(roomId: string): Promise<{ mixId: string }>;
  stopMixedRecording(mixId: string): Promise<void>;
  recordingsOf(roomId: string): Promise<DemoRecording[]>;
  priceBooks(): Promise<string[]>;
  costOf(recordingId: string, book: string): Promise<DemoCost>;
  createViewerToken(roomId: string): Promise<{ token: string }>;
}

export function demoOperations(client: GraphqlClient, sdkAppId: number, runId: string): DemoOperations {
  const once = (step: string): string => `demo-${runId}-${step}`;
  return {
    async createJoinTicket(room, userId) {
      const shape = z.object({ createJoinTicket: z.object({ ticket: z.object({ rtmpUrl: z.string() }) }) });
      const document = `mutation DemoJoin($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`;
      const input = { sdkAppId, room: { string: room }, userId };
      return (await client.ask(document, { input }, shape)).createJoinTicket.ticket;
    },
    async roomOf(room) {
      const node = z.object({
        id: z.string(),
        streams: z.array(z.object({ state: z.string(), type: z.string() })),
      });
      const shape = z.object({ rooms: z.object({ nodes: z.array(node) }) });
      const document = `query DemoRoom($filter: RoomFilter) { rooms(first: 1, filter: $filter) { nodes { id streams { state type } } } }`;
      const answer = await client.ask(document, { filter: { sdkAppId, name: { string: room } } }, shape);
      const found = answer.rooms.nodes[0];
      if (found === undefined) return null;
      return {
        id: found.id,
        publishing: found.streams.filter((stream) => stream.state === 'LIVE' && stream.type !== 'MIX').length,
      };
    },
    async startMixedRecording(roomId) {
      const shape = z.object({ startMixedRecording: z.object({ mix: z.object({ id: z.string() }) }) });
      const document = `mutation DemoMix($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { mix { id } } }`;
      const input = { roomId, layout: { grid: { width: 1280, height: 720 } }, idempotencyKey: once('mix') };
      return { mixId: (await client.ask(document, { input }, shape)).startMixedRecording.mix.id };
    },
    async stopMixedRecording(mixId) {
      const document = `mutation DemoStopMix($input: StopMixedRecordingInput!) { stopMixedRecording(input: $input) { mix { id } } }`;
      await client.ask(document, { input: { mixId, idempotencyKey: once('stop-mix') } }, z.unknown());
    },
    async recordingsOf(roomId) {
      const shape = z.object({ recordings: z.object({ nodes: z.array(recordingShape) }) });
      const document = `query DemoRecordings($filter: RecordingFilter) {
        recordings(first: 50, filter: $filter) {
          nodes { id kind state failure userId files { id format state sizeBytes durationSeconds playbackUrl } }
        }
      }`;
      return (await client.ask(document, { filter: { roomId } }, shape)).recordings.nodes;
    },
    async priceBooks() {
      const shape = z.object({ priceBooks: z.array(z.object({ id: z.string() })) });
      return (await client.ask('query DemoBooks { priceBooks { id } }', {}, shape)).priceBooks.map(
        (book) => book.id,
      );
    },
    async costOf(recordingId, book) {
      const shape = z.object({ node: z.object({ cost: costShape }) });
      const document = `query DemoCost($id: ID!, $book: ID!) {
        node(id: $id) {
          ... on Recording {
            cost(book: $book) {
              book { id title } bookAgeDays currency total
              lines { charge description quantity unit unitPrice amount why }
            }
          }
        }
      }`;
      return (await client.ask(document, { id: recordingId, book }, shape)).node.cost;
    },
    async createViewerToken(roomId) {
      const shape = z.object({ createViewerToken: z.object({ token: z.string() }) });
      const document = `mutation DemoToken($input: CreateViewerTokenInput!) { createViewerToken(input: $input) { token } }`;
      const input = { roomIds: [roomId], actions: ['VIEW', 'PLAY', 'COST'], lifetimeSeconds: 3600 };
      return (await client.ask(document, { input }, shape)).createViewerToken;
    },
  };
}
