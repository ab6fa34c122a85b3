import DataLoader from 'dataloader';
import { GraphQLError } from 'graphql';
import type { DomainError, ErrorCode } from '../../domain/errors.ts';
import type { GraphContext, Services } from '../graphql/context.ts';
import { describeError } from '../graphql/errors/client-error.ts';
import { Links } from '../graphql/loading/links.ts';
import type { Principal } from '../services/access/principal.ts';
import type { PlaybackAddress, PlaybackRequest } from '../services/playback.ts';

/** `remembers` is false for subscriptions: each event wants the state of its own moment. */
export function makeContext(
  services: Services,
  principal: Principal,
  traceId: string,
  remembers: boolean,
): GraphContext {
  const addresses = new DataLoader<PlaybackRequest, PlaybackAddress | null>(
    (requests) => services.playback.addresses(principal, requests),
    { cache: false },
  );
  return { principal, services, traceId, addresses, links: new Links(services, principal.scope, remembers) };
}

const statuses: Partial<Readonly<Record<ErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_INPUT: 400,
  NOT_FOUND: 404,
};

export function statusOf(error: DomainError): number {
  return statuses[error.code] ?? (error.fault === 'caller' ? 400 : 503);
}

/** An error before any operation ran, with the status that HTTP has for it. */
export function requestError(error: DomainError, traceId: string): GraphQLError {
  const { message, extensions } = describeError(error, traceId);
  return new GraphQLError(message, {
    originalError: error,
    extensions: { ...extensions, http: { status: statusOf(error) } },
  });
}
