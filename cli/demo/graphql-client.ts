import { z } from 'zod';

const answer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() }))
    .optional(),
});

/** Asks the product's API as any backend would: a document, its variables, an API key. */
export interface GraphqlClient {
  ask<T>(document: string, variables: Readonly<Record<string, unknown>>, shape: z.ZodType<T>): Promise<T>;
}

export function connectGraphql(serverUrl: string, apiKey: string): GraphqlClient {
  return {
    async ask(document, variables, shape) {
      const response = await fetch(`${serverUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ query: document, variables }),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      const operation = /(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? 'the operation';
      const parsed = answer.safeParse(parseJson(text));
      if (!parsed.success)
        throw new Error(`${operation}: the API answered ${response.status} ${text.slice(0, 200)}`);
      const { errors, data } = parsed.data;
      if (errors !== undefined && errors.length > 0) {
        const said = errors
          .map((error) => `${error.extensions?.code ?? 'ERROR'} ${error.message}`)
          .join('; ');
        throw new Error(`${operation} failed: ${said}`);
      }
      return shape.parse(data);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
