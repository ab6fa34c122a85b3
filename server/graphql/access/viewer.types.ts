import { Field, ObjectType } from 'type-graphql';
import type { Principal } from '../../services/access/principal.ts';
import type { Action, Role } from '../../services/access/roles.ts';
import { Application } from '../application/application.types.ts';
import { DateTime } from '../scalars/date-time.ts';
import { ActionEnum, CredentialKindEnum, RoleEnum } from './access.enums.ts';

@ObjectType({ simpleResolvers: true, description: 'Who is calling, and what they may.' })
export class Viewer {
  @Field(() => CredentialKindEnum, { description: 'What the caller came with.' })
  readonly kind: Principal['kind'];

  @Field(() => RoleEnum, { description: 'The key’s role; of a token, that of the key that made it.' })
  readonly role: Role;

  @Field(() => [ActionEnum], { description: 'What the caller may do.' })
  readonly actions: readonly Action[];

  @Field(() => DateTime, { nullable: true, description: 'When the token ends; null for a key.' })
  readonly expiresAt: Date | null;

  @Field(() => [Application], { description: 'The applications that the caller may see.' })
  readonly applications: readonly Application[];

  constructor(principal: Principal, applications: readonly Application[]) {
    this.kind = principal.kind;
    this.role = principal.role;
    this.actions = [...principal.actions];
    this.expiresAt = principal.expiresAt;
    this.applications = applications;
  }
}
