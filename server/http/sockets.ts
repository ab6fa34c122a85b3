import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs } from 'graphql';
import { CloseCode, type Context } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { DomainError } from '../../domain/errors.ts';
import type { GraphContext, Services } from '../graphql/context.ts';
import { formatClientError, isWorthALine } from '../graphql/errors/client-error.ts';
import type { Authenticate } from '../services/access/authenticate.ts';
import type { Principal } from '../services/access/principal.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { PrepareOperation } from './operation.ts';
import type { OriginCheck } from './origins.ts';
import { makeContext } from './request-context.ts';

export interface SocketDeps {
  readonly services: Services;
  readonly authenticate: Authenticate;
  readonly prepare: PrepareOperation;
  readonly isAllowedOrigin: OriginCheck;
  readonly log: Log;
  readonly metrics: Metrics;
}

interface Session extends Record<PropertyKey, unknown> {
  principal: Principal;
  expiry: NodeJS.Timeout | null;
}
type SocketContext = Context<Record<string, unknown> | undefined, Extra & Partial<Session>>;

/** Operations on one socket at a time; a page of the console holds two. */
const maxOperations = 50;
const maxMessageBytes = 256 * 1024;
/** Node's timers hold no more than 2^31 ms. */
const longestTimerMs = 2 ** 31 - 1;

/** GraphQL over WebSocket at /graphql: `connectionParams: { authorization: "Bearer …" }`. Answers a function that closes it. */
export function openSockets(server: Server, deps: SocketDeps): () => Promise<void> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const isOurs = new URL(request.url ?? '/', 'http://localhost').pathname === '/graphql';
    if (!isOurs || !deps.isAllowedOrigin(request.headers.origin, request.headers.host)) {
      socket.end(
        `HTTP/1.1 ${isOurs ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => sockets.emit('connection', accepted, request));
  };
  server.on('upgrade', onUpgrade);

  const served = useServer<Record<string, unknown> | undefined, Session>(
    {
      onConnect: (context) => connect(context, deps),
      onSubscribe: (context, _id, payload) => {
        if (Object.keys(context.subscriptions).length > maxOperations) {
          return [
            wrap(
              new DomainError(
                'LIMIT_EXCEEDED',
                'caller',
                `A socket carries at most ${maxOperations} operations at a time.`,
              ),
            ),
          ];
        }
        return deps.prepare(payload, (isLive) =>
          makeContext(deps.services, principalOf(context), randomUUID(), !isLive),
        );
      },
      onOperation: () => {
        deps.metrics.subscriptionOpened('ws');
      },
      onComplete: () => {
        deps.metrics.subscriptionClosed('ws');
      },
      onNext: (_context, _id, _payload, args, result) =>
        result.errors === undefined
          ? undefined
          : {
              ...(result.data === undefined ? {} : { data: result.data }),
              errors: result.errors.map((error) => print(error, traceOf(args), deps.log)),
            },
      onError: (_context, _id, _payload, errors) =>
        errors.map((error) => print(error, randomUUID(), deps.log)),
      onDisconnect: ({ extra }) => {
        if (extra.expiry) clearTimeout(extra.expiry);
      },
    },
    sockets,
  );
  return async () => {
    server.off('upgrade', onUpgrade);
    await served.dispose();
  };
}

/** The socket ends with its token: 4403, after which a client connects again with a new one. */
async function connect(
  context: SocketContext,
  { authenticate, services, log }: SocketDeps,
): Promise<boolean> {
  const { authorization } = context.connectionParams ?? {};
  let principal: Principal;
  try {
    principal = await authenticate(typeof authorization === 'string' ? authorization : undefined);
  } catch (error) {
    if (!(error instanceof DomainError) || error.fault !== 'caller')
      log.error({ err: error }, 'a socket could not be authenticated');
    return false;
  }
  const { extra } = context;
  extra.principal = principal;
  if (principal.expiresAt === null) return true;
  const leftMs = principal.expiresAt.getTime() - services.clock().getTime();
  extra.expiry = setTimeout(
    () => {
      extra.socket.close(CloseCode.Forbidden, 'The viewer token has expired');
    },
    Math.min(Math.max(leftMs, 0), longestTimerMs),
  );
  return true;
}

function principalOf({ extra }: SocketContext): Principal {
  if (extra.principal === undefined) throw new Error('An operation came before its socket was acknowledged');
  return extra.principal;
}

function traceOf({ contextValue }: ExecutionArgs): string {
  return (contextValue as GraphContext).traceId;
}

function print(error: GraphQLError, traceId: string, log: Log) {
  if (isWorthALine(error))
    log.error({ err: error.originalError ?? error, traceId, path: error.path }, 'a field failed');
  return formatClientError(error, traceId);
}

function wrap(error: DomainError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error });
}
