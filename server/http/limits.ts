import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { GraphQLArmorRejectCallback } from '@escape.tech/graphql-armor-types';
import { GraphQLError, type ValidationRule } from 'graphql';
import { limitMark } from '../graphql/errors/client-error.ts';
import { storedTextRule } from './stored-text.ts';

/** Tokens of one document; the parser stops there. A page of the console sends about 300. */
export const maxTokens = 3_000;

const reject: GraphQLArmorRejectCallback = (context, error) => {
  context?.reportError(new GraphQLError(error.message, { extensions: { [limitMark]: true } }));
};
const marked = { onReject: [reject], propagateOnRejection: false };

/** How deep, wide and dear a document may be, and that its text can be kept. Introspection is not counted: tools need it and it reaches no data. */
export function limitRules(): ValidationRule[] {
  const armor = new ApolloArmor({
    maxDepth: { n: 12, ...marked },
    maxAliases: { n: 30, ...marked },
    maxDirectives: { n: 30, ...marked },
    costLimit: { maxCost: 20_000, ...marked },
    blockFieldSuggestion: { enabled: false },
    maxTokens: { enabled: false },
  });
  return [...armor.protect().validationRules, storedTextRule];
}
