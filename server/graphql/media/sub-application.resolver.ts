import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../context.ts';
import type { Plain } from '../plain.ts';
import {
  CreateSubApplicationInput,
  SetSubApplicationOpenInput,
  SubApplication,
  SubApplicationsPayload,
} from './sub-application.types.ts';

@Resolver()
export class SubApplicationResolver {
  @Query(() => [SubApplication], { description: 'The partitions of the account’s media library.' })
  subApplications(@Ctx() { principal, services }: GraphContext): Promise<readonly Plain<SubApplication>[]> {
    return services.subApplications.list(principal);
  }

  @Mutation(() => SubApplicationsPayload, { description: 'Makes a partition of the media library.' })
  async createSubApplication(
    @Arg('input', () => CreateSubApplicationInput, { description: 'What it is called.' })
    input: CreateSubApplicationInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<SubApplicationsPayload>> {
    const { name, description, idempotencyKey } = input;
    await services.subApplications.create(principal, { name, description, idempotencyKey });
    return { subApplications: await services.subApplications.list(principal) };
  }

  @Mutation(() => SubApplicationsPayload, {
    description:
      'Closes a partition to players, or opens it again. Destroying one would delete its files past every hold, and is left to the vendor’s console.',
  })
  async setSubApplicationOpen(
    @Arg('input', () => SetSubApplicationOpenInput, { description: 'Which one.' })
    input: SetSubApplicationOpenInput,
    @Ctx() { principal, services }: GraphContext,
  ): Promise<Plain<SubApplicationsPayload>> {
    const { subAppId, isOpen, idempotencyKey } = input;
    await services.subApplications.setOpen(principal, { subAppId, isOpen, idempotencyKey });
    return { subApplications: await services.subApplications.list(principal) };
  }
}
