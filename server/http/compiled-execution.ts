import type { ApolloServerPlugin, GraphQLResponse } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { OperationTypeNode, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';

/** Compiled at its second run: what is sent once, with its values in the text, would cost a compilation for nothing. */
type Compiled = CompiledQuery | 'seen once' | 'cannot be compiled';

/**
 * Runs queries as code made for their document (graphql-jit), about three times faster than interpreting them. On any
 * error the query, which changes nothing, is run again by graphql-js, so that codes, statuses and masking are the same.
 * Apollo keeps parsed documents in a bounded cache; a compilation lives as long as its document.
 */
export function compiledExecution<Context extends object>(
  schema: GraphQLSchema,
): ApolloServerPlugin<Context> {
  const documents = new WeakMap<DocumentNode, Map<string, Compiled>>();

  const find = (document: DocumentNode, name: string): CompiledQuery | null => {
    let operations = documents.get(document);
    if (operations === undefined) {
      operations = new Map<string, Compiled>();
      documents.set(document, operations);
    }
    const known = operations.get(name);
    if (known === 'cannot be compiled') return null;
    if (known === undefined) {
      operations.set(name, 'seen once');
      return null;
    }
    if (known !== 'seen once') return known;
    const compiled = compileQuery(schema, document, name === '' ? undefined : name);
    operations.set(name, isCompiledQuery(compiled) ? compiled : 'cannot be compiled');
    return isCompiledQuery(compiled) ? compiled : null;
  };

  return {
    requestDidStart: () =>
      Promise.resolve({
        async responseForOperation({ document, operation, operationName, contextValue, request }) {
          if (operation.operation !== OperationTypeNode.QUERY) return null;
          const compiled = find(document, operationName ?? '');
          if (compiled === null) return null;
          const result: ExecutionResult = await compiled.query(
            undefined,
            contextValue,
            request.variables ?? {},
          );
          if (result.errors !== undefined || result.data === undefined) return null;
          const response: GraphQLResponse = {
            http: { headers: new HeaderMap() },
            body: { kind: 'single', singleResult: { data: result.data } },
          };
          return response;
        },
      }),
  };
}
