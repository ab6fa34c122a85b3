import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { DomainError } from '../../../domain/errors.ts';
import type { VisibleScope } from '../../ports/records.ts';
import { everything } from '../../services/access/principal.ts';
import type { ViewerToken } from '../../services/access/viewer-tokens.ts';
import { Application } from '../application/application.types.ts';
import type { GraphContext } from '../context.ts';
import { keyOf } from '../relay/global-id.ts';
import { chosenOf } from '../relay/one-of.ts';
import {
  CreateViewerTokenInput,
  CreateViewerTokenPayload,
  type ViewerScopeInput,
} from './viewer-token.types.ts';
import { Viewer } from './viewer.types.ts';

@Resolver()
export class AccessResolver {
  @Query(() => Viewer, { description: 'Who is calling. Any credential may ask.' })
  viewer(@Ctx() { principal, services }: GraphContext): Viewer {
    const applications = services.applications.visible(principal.scope);
    return new Viewer(
      principal,
      applications.map((record) => new Application(record)),
    );
  }

  @Mutation(() => CreateViewerTokenPayload, {
    description:
      'Makes a short token for a browser. It can never see or do more than the key that makes it; a token makes no tokens.',
  })
  async createViewerToken(
    @Arg('input', () => CreateViewerTokenInput, { description: 'What it can see and do.' })
    input: CreateViewerTokenInput,
    @Ctx() context: GraphContext,
  ): Promise<ViewerToken> {
    const { principal, services } = context;
    const scope = await readScope(input.scope, context);
    const { actions, lifetimeSeconds } = input;
    return services.tokens.make(
      principal,
      { scope, actions: actions ?? null, lifetimeSeconds },
      services.clock(),
    );
  }
}

/** Every id must exist and be visible to the maker. */
async function readScope(
  input: ViewerScopeInput,
  { principal, services }: GraphContext,
): Promise<VisibleScope> {
  const [key, value] = chosenOf<ViewerScopeInput>(input, 'input.scope');
  switch (key) {
    case 'application':
      return { ...everything, sdkAppIds: [services.applications.choose(value, principal.scope).sdkAppId] };
    case 'applications': {
      const chosen = value.map((number) => services.applications.choose(number, principal.scope));
      return { ...everything, sdkAppIds: chosen.map(({ sdkAppId }) => sdkAppId) };
    }
    case 'user': {
      const { sdkAppId } = services.applications.choose(value.sdkAppId ?? null, principal.scope);
      return { ...everything, sdkAppIds: [sdkAppId], userId: value.userId };
    }
    case 'rooms': {
      const ids = value.map((id, index) => keyOf('Room', id, `input.scope.rooms.${index}`));
      requireAll(ids, await services.records.roomsByIds(ids, principal.scope), 'input.scope.rooms');
      return { ...everything, roomIds: ids };
    }
    case 'recordings': {
      const ids = value.map((id, index) => keyOf('Recording', id, `input.scope.recordings.${index}`));
      requireAll(ids, await services.records.recordingsByIds(ids, principal.scope), 'input.scope.recordings');
      return { ...everything, recordingIds: ids };
    }
  }
}

function requireAll(ids: readonly string[], found: readonly { readonly id: string }[], field: string): void {
  const known = new Set(found.map(({ id }) => id));
  const missing = ids.findIndex((id) => !known.has(id));
  if (missing === -1) return;
  throw new DomainError('NOT_FOUND', 'caller', `${field}.${missing} does not exist.`, {
    field: `${field}.${missing}`,
  });
}
