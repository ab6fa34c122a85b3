import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { lifetimeSeconds } from '../../services/access/viewer-tokens.ts';
import type { GrantableAction } from '../../services/access/roles.ts';
import { OneOf } from '../relay/one-of.ts';
import { DateTime } from '../scalars/date-time.ts';
import { ViewerActionEnum } from './access.enums.ts';

@InputType({ description: 'A user of an application.' })
export class ViewerUserInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The application; may be left out where there is only one.',
  })
  readonly sdkAppId?: number | null;

  @Field(() => String, { description: 'The user id that they publish with.' })
  readonly userId!: string;
}

@OneOf()
@InputType({ description: 'What a token can see; every list, link and subscription is filtered by it.' })
export class ViewerScopeInput {
  @Field(() => Int, { nullable: true, description: 'Everything of one application (its sdkAppId).' })
  readonly application?: number | null;

  @Field(() => [Int], { nullable: true, description: 'Everything of 1 to 100 applications.' })
  readonly applications?: readonly number[] | null;

  @Field(() => [ID], { nullable: true, description: '1 to 100 room sessions and what is in them.' })
  readonly rooms?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: '1 to 100 recordings.' })
  readonly recordings?: readonly string[] | null;

  @Field(() => ViewerUserInput, {
    nullable: true,
    description: 'What one user published, and the rooms it was in.',
  })
  readonly user?: ViewerUserInput | null;
}

@InputType({ description: 'What a viewer token can see and do, and for how long.' })
export class CreateViewerTokenInput {
  @Field(() => ViewerScopeInput, { description: 'What it can see.' })
  readonly scope!: ViewerScopeInput;

  @Field(() => [ViewerActionEnum], {
    nullable: true,
    description:
      'What it can do, at most what the key may; left out: what the key may of READ, PLAY, EVENTS, COSTS and ESTIMATE.',
  })
  readonly actions?: readonly GrantableAction[] | null;

  @Field(() => Int, {
    defaultValue: lifetimeSeconds.default,
    description: `How long it lasts, in seconds, ${lifetimeSeconds.min} to ${lifetimeSeconds.max}.`,
  })
  readonly lifetimeSeconds!: number;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of createViewerToken.' })
export class CreateViewerTokenPayload {
  @Field(() => String, {
    description: 'The token, to be sent as `Authorization: Bearer …`. It is not stored anywhere here.',
  })
  readonly token!: string;

  @Field(() => DateTime, {
    description: 'When it ends. It ends earlier if the key that made it is replaced.',
  })
  readonly expiresAt!: Date;

  @Field(() => [ViewerActionEnum], { description: 'What it can do.' })
  readonly actions!: readonly GrantableAction[];
}
