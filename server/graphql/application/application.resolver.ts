import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Capability } from '../../../domain/recording/capabilities.ts';
import { requireAction } from '../../services/access/principal.ts';
import type { GraphContext } from '../context.ts';
import { Application } from './application.types.ts';
import { RecordingCapability } from './capability.types.ts';

@Resolver(() => Application)
export class ApplicationResolver {
  @Query(() => [Application], { description: 'The applications that the caller may see.' })
  applications(@Ctx() { principal, services }: GraphContext): Application[] {
    requireAction(principal, 'READ');
    return services.applications.visible(principal.scope).map((record) => new Application(record));
  }

  @Query(() => Application, {
    nullable: true,
    description: 'One application by the vendor’s number; null when there is none.',
  })
  application(
    @Arg('sdkAppId', () => Int, { description: 'The vendor’s number of the application.' }) sdkAppId: number,
    @Ctx() { principal, services }: GraphContext,
  ): Application | null {
    requireAction(principal, 'READ');
    const record = services.applications.find(sdkAppId, principal.scope);
    return record === null ? null : new Application(record);
  }

  @FieldResolver(() => [RecordingCapability], {
    description: 'What the service that records its streams can do, and in which formats.',
  })
  capabilities(@Root() application: Application, @Ctx() { services }: GraphContext): readonly Capability[] {
    return services.capabilities.of(application);
  }
}
