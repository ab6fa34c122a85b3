import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import type { GraphContext } from '../graphql/context.ts';
import { limitRules, maxTokens } from './limits.ts';
import { findUnstorable } from './stored-text.ts';

export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** `isLive` is true for subscriptions. */
export type ContextOfOperation = (isLive: boolean) => GraphContext;

export type PrepareOperation = (
  request: OperationRequest,
  contextOf: ContextOfOperation,
) => (ExecutionArgs & { readonly contextValue: GraphContext }) | readonly GraphQLError[];

/** Parses and checks an operation of a socket or an event stream by the same limits as over HTTP. */
export function operationPreparer(schema: GraphQLSchema): PrepareOperation {
  const rules = [...specifiedRules, ...limitRules()];
  return ({ query, operationName, variables }, contextOf) => {
    let document;
    try {
      document = parse(query, { maxLexicalTokens: maxTokens });
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
    const faults = validate(schema, document, rules);
    if (faults.length > 0) return faults;
    const operation = getOperationAST(document, operationName);
    if (!operation) return [new GraphQLError('operationName names none of the operations of the document')];
    const unstorable = findUnstorable(variables);
    if (unstorable !== null) return [unstorable];
    return {
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: contextOf(operation.operation === OperationTypeNode.SUBSCRIPTION),
    };
  };
}
