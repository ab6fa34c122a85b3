import { z } from 'zod';
import { documents, moneyDocuments } from './documents.ts';
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
      const input = { sdkAppId, room: { text: room }, userId };
      return (await client.ask(documents.join, { input }, shape)).createJoinTicket.ticket;
    },
    async roomOf(room) {
      const stream = z.object({ state: z.string(), type: z.string() });
      const shape = z.object({ room: z.object({ id: z.string(), streams: z.array(stream) }).nullable() });
      const found = (await client.ask(documents.room, { by: { name: { text: room } }, sdkAppId }, shape))
        .room;
      if (found === null) return null;
      const publishing = found.streams.filter(({ state, type }) => state === 'LIVE' && type !== 'MIX').length;
      return { id: found.id, publishing };
    },
    async startMixedRecording(roomId) {
      const shape = z.object({ startMixedRecording: z.object({ mix: z.object({ id: z.string() }) }) });
      const encode = { width: 1280, height: 720 };
      const input = { room: { id: roomId }, recordId: `demo_${runId}`, encode, idempotencyKey: once('mix') };
      return { mixId: (await client.ask(documents.startMix, { input }, shape)).startMixedRecording.mix.id };
    },
    async stopMixedRecording(mixId) {
      await client.ask(
        documents.stopMix,
        { input: { mixId, idempotencyKey: once('stop-mix') } },
        z.unknown(),
      );
    },
    async recordingsOf(roomId) {
      const edge = z.object({ node: recordingShape });
      const shape = z.object({ recordings: z.object({ edges: z.array(edge) }) });
      const { recordings } = await client.ask(documents.recordings, { filter: { roomId } }, shape);
      return recordings.edges.map(({ node }) => node);
    },
    async priceBooks() {
      const shape = z.object({ priceBooks: z.array(z.object({ id: z.string() })) });
      return (await client.ask(moneyDocuments.books, {}, shape)).priceBooks.map((book) => book.id);
    },
    async costOf(recordingId, book) {
      const shape = z.object({ recording: z.object({ cost: costShape }) });
      return (await client.ask(moneyDocuments.cost, { id: recordingId, book }, shape)).recording.cost;
    },
    async createViewerToken(roomId) {
      const shape = z.object({ createViewerToken: z.object({ token: z.string() }) });
      // The actions left out: what looking needs, and no change.
      const input = { scope: { rooms: [roomId] }, lifetimeSeconds: 3600 };
      return (await client.ask(documents.token, { input }, shape)).createViewerToken;
    },
  };
}
