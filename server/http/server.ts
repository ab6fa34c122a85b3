import { randomUUID } from 'node:crypto';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/errors.ts';
import type { GraphContext, Services } from '../graphql/context.ts';
import { describeError } from '../graphql/errors/client-error.ts';
import { makeSchema } from '../graphql/schema.ts';
import type { Authenticate } from '../services/access/authenticate.ts';
import { requireAction } from '../services/access/principal.ts';
import { makeApollo } from './apollo.ts';
import { registerChapters } from './chapters.ts';
import { registerConsole } from './console-files.ts';
import { registerExports } from './exports.ts';
import { registerEventStream } from './event-stream.ts';
import { registerHealth, type HealthChecks } from './health.ts';
import type { Log } from './log.ts';
import { openMetrics } from './metrics.ts';
import { operationPreparer } from './operation.ts';
import { originCheck } from './origins.ts';
import { makeContext, requestError, statusOf } from './request-context.ts';
import { openSockets } from './sockets.ts';

export interface HttpDeps {
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly health: HealthChecks;
  /** Puts the provider's callback doors onto an instance of their own. */
  readonly registerCallbacks: (app: FastifyInstance) => void | Promise<void>;
  readonly corsOrigins: readonly string[];
  readonly consoleFolder: string | null;
  readonly log: Log;
}

export interface HttpServer {
  /** Answers the port; 0 takes a free one. */
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
}

const maxBodyBytes = 256 * 1024;

const requestPatienceMs = 30_000;

/** Every door of the server on one port. */
export async function makeHttpServer(deps: HttpDeps): Promise<HttpServer> {
  const { services, authenticate, log } = deps;
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    // A body that does not come keeps its place no longer; how long an answer takes is not limited by it.
    requestTimeout: requestPatienceMs,
  });
  const metrics = openMetrics();
  const schema = makeSchema();
  const prepare = operationPreparer(schema);
  const apollo = makeApollo(schema, log, metrics);
  apollo.addPlugin(fastifyApolloDrainPlugin(app));
  await apollo.start();

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-trace-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
  });
  app.setErrorHandler((error, request, reply) => {
    // Fastify's own errors (a body too large, bad JSON) are the caller's and carry their status.
    const status = error instanceof DomainError ? statusOf(error) : statusIn(error);
    if (status >= 500) log.error({ err: error, traceId: request.id, url: request.url }, 'a request failed');
    const isCallers = status < 500 && !(error instanceof DomainError) && error instanceof Error;
    const known = isCallers ? new DomainError('BAD_INPUT', 'caller', error.message) : error;
    return reply.code(status).send({ errors: [describeError(known, request.id)] });
  });
  await app.register(cors, {
    origin: [...deps.corsOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'accept',
      'apollo-require-preflight',
      'x-apollo-operation-name',
    ],
    exposedHeaders: ['x-trace-id'],
    maxAge: 600,
  });

  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    handler: fastifyApolloHandler<GraphContext>(apollo, {
      context: async (request) => {
        try {
          return makeContext(services, await authenticate(request.headers.authorization), request.id, true);
        } catch (error) {
          throw error instanceof DomainError ? requestError(error, request.id) : error;
        }
      },
    }),
  });
  registerEventStream(app, { services, authenticate, prepare, log, metrics });
  registerChapters(app, { services, authenticate });
  registerExports(app, { services });
  registerHealth(app, deps.health, log);
  app.get('/metrics', async (request, reply) => {
    requireAction(await authenticate(request.headers.authorization), 'METRICS');
    const { contentType, text } = await metrics.print(await services.marks.countMarks());
    return reply.header('content-type', contentType).send(text);
  });
  // An instance of their own: callbacks are read as raw bytes, which their signatures cover.
  await app.register(async (callbacks) => deps.registerCallbacks(callbacks));
  await registerConsole(app, deps.consoleFolder);

  const isAllowedOrigin = originCheck(deps.corsOrigins);
  const closeSockets = openSockets(app.server, {
    services,
    authenticate,
    prepare,
    isAllowedOrigin,
    log,
    metrics,
  });
  return {
    async listen(host, port) {
      await app.listen({ host, port });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
    async close() {
      await closeSockets();
      await apollo.stop();
      await app.close();
    },
  };
}

function statusIn(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 ? status : 500;
}
