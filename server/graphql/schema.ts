import 'reflect-metadata';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import { AccessResolver } from './access/access.resolver.ts';
import { ApplicationResolver } from './application/application.resolver.ts';
import { ApplicationSettingsResolver } from './application/settings.resolver.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { AllocationResolver } from './billing/allocation.resolver.ts';
import { BillingResolver } from './billing/billing.resolver.ts';
import { BudgetResolver } from './billing/budget.resolver.ts';
import { BookResolver } from './billing/book.resolver.ts';
import { ApplicationCostResolver, RoomCostResolver } from './billing/cost-of.resolver.ts';
import { CompareResolver } from './billing/compare.resolver.ts';
import { EstimateResolver } from './billing/estimate.resolver.ts';
import { BillExportResolver } from './billing/export.resolver.ts';
import { ReconciliationResolver } from './billing/reconciliation.resolver.ts';
import { LiveStreamResolver, RelayResolver } from './cdn-relay/relay.resolver.ts';
import { ConsentResolver } from './consent/consent.resolver.ts';
import { EventResolver } from './events/event.resolver.ts';
import { DeliveryResolver } from './media/delivery.resolver.ts';
import { SubApplicationResolver } from './media/sub-application.resolver.ts';
import { MixingResolver } from './mixing/mixing.resolver.ts';
import { PlaybackResolver, PlayerSignatureResolver } from './recording/playback.resolver.ts';
import { RecordingFacetsResolver } from './recording/recording-facets.resolver.ts';
import { RecordingControlResolver } from './recording/recording-control.resolver.ts';
import { RecordingFileResolver } from './recording/recording-file.resolver.ts';
import { MarkerResolver } from './recording/marker.resolver.ts';
import { RecordingMarksResolver } from './recording/recording-marks.resolver.ts';
import { RecordingTaskResolver } from './recording/recording-task.resolver.ts';
import { GrantResolver } from './recording/grant.resolver.ts';
import { HoldResolver } from './recording/hold.resolver.ts';
import { RecordingResolver } from './recording/recording.resolver.ts';
import { RetentionResolver } from './recording/retention.resolver.ts';
import { ShelfResolver } from './recording/shelf.resolver.ts';
import { NodeResolver } from './relay/node.resolver.ts';
import { honourOneOf } from './relay/one-of.ts';
import { RoomResolver } from './room/room.resolver.ts';
import { StreamResolver } from './room/stream.resolver.ts';
import { TicketResolver } from './room/ticket.resolver.ts';

const resolvers: NonEmptyArray<new () => object> = [
  AccessResolver,
  ApplicationResolver,
  ApplicationSettingsResolver,
  AuditResolver,
  AllocationResolver,
  ApplicationCostResolver,
  RoomCostResolver,
  BillingResolver,
  BudgetResolver,
  CompareResolver,
  BookResolver,
  BillExportResolver,
  ConsentResolver,
  DeliveryResolver,
  EstimateResolver,
  EventResolver,
  LiveStreamResolver,
  MarkerResolver,
  GrantResolver,
  HoldResolver,
  MixingResolver,
  NodeResolver,
  PlaybackResolver,
  PlayerSignatureResolver,
  ReconciliationResolver,
  RecordingFacetsResolver,
  RecordingControlResolver,
  RecordingFileResolver,
  RecordingMarksResolver,
  RecordingResolver,
  RecordingTaskResolver,
  RelayResolver,
  RetentionResolver,
  RoomResolver,
  ShelfResolver,
  StreamResolver,
  SubApplicationResolver,
  TicketResolver,
];

/** type-graphql asks for a pub/sub wherever there is a subscription; ours read the event log themselves. */
const noPubSub: PubSub = {
  publish() {
    throw new Error('Events are appended to the event log, never published here.');
  },
  subscribe() {
    throw new Error('Subscriptions read the event log.');
  },
};

/** The schema from the classes, with `@oneOf` where inputs are marked so. */
export function makeSchema(): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers, validate: false, pubSub: noPubSub });
  honourOneOf(schema);
  return schema;
}

/** The schema as text, sorted: what schema/schema.graphql holds. */
export function printContract(): string {
  return `${printSchema(lexicographicSortSchema(makeSchema()))}\n`;
}
