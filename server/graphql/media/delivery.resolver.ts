import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import { DeliveryPoliciesPayload, DeliveryPolicy, SetDeliveryPolicyInput } from './delivery.types.ts';

@Resolver()
export class DeliveryResolver {
  @Query(() => [DeliveryPolicy], {
    description: 'Which files are downloaded and then deleted from the media library.',
  })
  deliveryPolicies(@Ctx() { principal, services }: GraphContext): Promise<readonly Plain<DeliveryPolicy>[]> {
    return services.deliveryPolicies.list(principal);
  }

  @Mutation(() => DeliveryPoliciesPayload, {
    description:
      'Sets which files of an application are downloaded to a folder of this server and then deleted from the media library. It counts for files that are there too.',
  })
  async setDeliveryPolicy(
    @Arg('input', () => SetDeliveryPolicyInput, { description: 'The policy.' }) input: SetDeliveryPolicyInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<DeliveryPoliciesPayload>> {
    await services.deliveryPolicies.set(principal, {
      sdkAppId: input.sdkAppId ?? null,
      formats: input.formats,
      folder: input.folder,
      idempotencyKey: input.idempotencyKey,
    });
    return { policies: await services.deliveryPolicies.list(principal) };
  }
}
