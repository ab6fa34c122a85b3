import { randomUUID } from 'node:crypto';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { GraphContext } from '../graphql/context.ts';
import { formatClientError, isWorthALine } from '../graphql/errors/client-error.ts';
import { compiledExecution } from './compiled-execution.ts';
import { limitRules, maxTokens } from './limits.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { findUnstorable } from './stored-text.ts';

/** Apollo as we need it: CSRF protection on, errors typed and masked, documents bounded, queries compiled. */
export function makeApollo(schema: GraphQLSchema, log: Log, metrics: Metrics): ApolloServer<GraphContext> {
  return new ApolloServer<GraphContext>({
    schema,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: maxTokens },
    validationRules: limitRules(),
    stringifyResult: (value) => JSON.stringify(value),
    formatError: (_formatted, error) => {
      if (!(error instanceof GraphQLError)) {
        const traceId = randomUUID();
        log.error({ err: error, traceId }, 'a request failed outside of any operation');
        return formatClientError(new GraphQLError('masked', { originalError: asError(error) }), traceId);
      }
      const known = error.extensions['traceId'];
      return formatClientError(error, typeof known === 'string' ? known : randomUUID());
    },
    plugins: [
      // Wraps every field's resolver for good, which costs a third of the time of a list.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      traced(log, metrics),
      compiledExecution<GraphContext>(schema),
    ],
  });
}

/** Refuses what no database keeps, puts the request's trace id into its errors, logs those that are not the caller's, and counts operations. */
function traced(log: Log, metrics: Metrics): ApolloServerPlugin<GraphContext> {
  return {
    requestDidStart: () => {
      const startedAt = performance.now();
      return Promise.resolve({
        didResolveOperation({ request }) {
          const unstorable = findUnstorable(request.variables);
          return unstorable === null ? Promise.resolve() : Promise.reject(unstorable);
        },
        didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            error.extensions['traceId'] = contextValue.traceId;
            if (isWorthALine(error)) {
              log.error(
                { err: error.originalError ?? error, traceId: contextValue.traceId, path: error.path },
                'a field failed',
              );
            }
          }
          return Promise.resolve();
        },
        willSendResponse({ operation, errors }) {
          const kind = operation?.operation ?? 'none';
          metrics.operation(
            kind,
            errors === undefined ? 'ok' : 'error',
            (performance.now() - startedAt) / 1000,
          );
          return Promise.resolve();
        },
      });
    },
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
