import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { DomainError } from '../../domain/errors.ts';
import type { Services } from '../graphql/context.ts';
import { formatClientError, isWorthALine } from '../graphql/errors/client-error.ts';
import type { Authenticate } from '../services/access/authenticate.ts';
import type { Principal } from '../services/access/principal.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { PrepareOperation } from './operation.ts';
import { makeContext, requestError, statusOf } from './request-context.ts';

export interface EventStreamDeps {
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly prepare: PrepareOperation;
  readonly log: Log;
  readonly metrics: Metrics;
}

type Raw = FastifyRequest & { principal?: Principal };
const json = { 'content-type': 'application/json; charset=utf-8' };

/** GraphQL over server-sent events at POST /graphql/stream, one operation a request, with the same `Authorization` header. */
export function registerEventStream(app: FastifyInstance, deps: EventStreamDeps): void {
  const principals = new WeakMap<FastifyRequest, Principal>();
  const traces = new WeakMap<FastifyRequest, string>();
  const print = (request: FastifyRequest, error: GraphQLError) => {
    const traceId = traces.get(request) ?? randomUUID();
    if (isWorthALine(error))
      deps.log.error({ err: error.originalError ?? error, traceId, path: error.path }, 'a field failed');
    return formatClientError(error, traceId);
  };

  const handle = createHandler({
    // Null: no reserved streams, so that each request is authenticated by itself.
    authenticate: () => null,
    onSubscribe: ({ raw }, params) => {
      const prepared = deps.prepare(params, (isLive) =>
        makeContext(deps.services, principals.get(raw)!, traces.get(raw)!, !isLive),
      );
      if ('schema' in prepared) return prepared as never;
      return [
        JSON.stringify({ errors: prepared.map((error) => print(raw, error)) }),
        { status: 400, statusText: 'Bad Request', headers: json },
      ];
    },
    onOperation: () => {
      deps.metrics.subscriptionOpened('sse');
    },
    onComplete: () => {
      deps.metrics.subscriptionClosed('sse');
    },
    onNext: (_context, { raw }, result) =>
      result.errors === undefined
        ? undefined
        : ({ ...result, errors: result.errors.map((error) => print(raw, error)) } as never),
  });

  app.all('/graphql/stream', async (request: Raw, reply) => {
    traces.set(request, request.id);
    let principal: Principal;
    try {
      principal = await deps.authenticate(request.headers.authorization);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return reply
        .code(statusOf(error))
        .send({ errors: [formatClientError(requestError(error, request.id), request.id)] });
    }
    principals.set(request, principal);
    // The stream ends with its token.
    const leftMs =
      principal.expiresAt === null ? null : principal.expiresAt.getTime() - deps.services.clock().getTime();
    const expiry = leftMs === null ? undefined : setTimeout(() => reply.raw.destroy(), Math.max(leftMs, 0));
    try {
      await handle(request, reply);
    } finally {
      clearTimeout(expiry);
    }
    return reply;
  });
}
