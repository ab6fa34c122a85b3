import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { DateTime } from '../scalars/date-time.ts';
import { answerBatch, recordingKeys } from './batch-answer.ts';
import { Recording } from './recording.types.ts';
import {
  RetentionPoliciesPayload,
  RetentionPolicy,
  RetentionPreview,
  SetRetentionInput,
  SetRetentionPolicyInput,
} from './retention.types.ts';
import { RecordingsPayload } from './shelf.types.ts';

@Resolver(() => Recording)
export class RetentionResolver {
  @Query(() => [RetentionPolicy], { description: 'How long applications keep their recordings.' })
  retentionPolicies(
    @Ctx() { principal, services }: GraphContext,
  ): Promise<readonly Plain<RetentionPolicy>[]> {
    return services.retention.policies(principal);
  }

  @Query(() => RetentionPreview, {
    description: 'A dry run of retention: what would go within some days, and when.',
  })
  async retentionPreview(
    @Arg('withinDays', () => Int, { defaultValue: 30, description: 'How far ahead to look, 0 to 3650 days.' })
    withinDays: number,
    @Ctx() { principal, services, links }: GraphContext,
  ): Promise<Plain<RetentionPreview>> {
    const { expiries, totalCount, totalBytes } = await services.retention.preview(principal, withinDays);
    await links.recordings.prefetch(expiries.map(({ recordingId }) => recordingId));
    const rows = expiries.map(async ({ recordingId, expiresAt, bytes, isHeld }) => ({
      ...{ recording: await links.recording(recordingId), expiresAt, sizeBytes: bytes, isHeld },
    }));
    return { expiries: await Promise.all(rows), totalCount, totalBytes };
  }

  @Mutation(() => RecordingsPayload, { description: 'Sets how long recordings are kept, by themselves.' })
  async setRetention(
    @Arg('input', () => SetRetentionInput, { description: 'Which ones, and how long.' })
    input: SetRetentionInput,
    @Ctx() context: GraphContext,
  ): Promise<Plain<RecordingsPayload>> {
    const batch = await context.services.retention.setOwn(context.principal, {
      recordingIds: recordingKeys(input.recordingIds),
      days: input.days ?? null,
      idempotencyKey: input.idempotencyKey,
    });
    return answerBatch(batch, context);
  }

  @Mutation(() => RetentionPoliciesPayload, {
    description:
      'Sets how long an application keeps recordings; it counts for those that exist too, so ask retentionPreview.',
  })
  async setRetentionPolicy(
    @Arg('input', () => SetRetentionPolicyInput, { description: 'The policy.' })
    input: SetRetentionPolicyInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<RetentionPoliciesPayload>> {
    await services.retention.setPolicy(principal, {
      sdkAppId: input.sdkAppId ?? null,
      tag: input.tag ?? null,
      days: input.days ?? null,
      idempotencyKey: input.idempotencyKey,
    });
    return { policies: await services.retention.policies(principal) };
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    description:
      'When retention by this service deletes it, unless a hold stands; null = never, or it has not ended.',
  })
  retainedUntil(
    @Root() { record }: Recording,
    @Ctx() { links }: GraphContext,
  ): Date | null | Promise<Date | null> {
    return links.endsOfRetention.load(record.id);
  }
}
