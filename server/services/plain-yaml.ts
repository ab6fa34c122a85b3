import type { Document } from 'yaml';
import { isMap, isNode, isScalar, parseDocument, visit } from 'yaml';

export type PlainYaml = { readonly value: unknown } | { readonly fault: string };

/** An alias may repeat what it names, a little: what few characters make of it is bounded. */
const mostAliases = 100;

/** `line 3, column 1: ` of a place in a text. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${String(before.length)}, column ${String(before.at(-1)!.length + 1)}`;
}

/** The first key that is no text, or that a map has twice: the library's own check takes the square of the number of keys. */
function findBadKey(document: Document.Parsed, text: string): string | null {
  let found: string | null = null;
  visit(document, {
    Map(_, map) {
      if (!isMap(map)) return undefined;
      const known = new Set<unknown>();
      for (const { key } of map.items) {
        if (isScalar(key) && !known.has(key.value)) {
          known.add(key.value);
          continue;
        }
        const what = isScalar(key)
          ? `the key ${JSON.stringify(String(key.value).slice(0, 80))} is there twice`
          : 'a key that is no text';
        found = `${placeOf(text, isNode(key) ? (key.range?.[0] ?? 0) : 0)}: ${what}`;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return found;
}

/**
 * Plain data of one YAML or JSON document, or what is wrong with it in a sentence. Every scalar stays text, so that no price passes
 * through a float; what aliases repeat is bounded, and nothing holds itself.
 */
export function readPlainYaml(text: string): PlainYaml {
  try {
    const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined) return { fault: firstLine(error.message) };
    const badKey = findBadKey(document, text);
    if (badKey !== null) return { fault: badKey };
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    // Throws where something holds itself.
    JSON.stringify(value);
    return { value };
  } catch (error) {
    return { fault: firstLine(error instanceof Error ? error.message : String(error)) };
  }
}

/** In our words where the library speaks of its own inside. */
function firstLine(message: string): string {
  if (message.includes('call stack')) return 'nested too deeply';
  if (message.includes('circular structure')) return 'an alias within what it names';
  if (message.includes('Excessive alias count'))
    return `more aliases than ${String(mostAliases)} times what they name`;
  if (message.includes('multiple documents')) return 'more than one document';
  return message.split('\n')[0]!.replace(/:$/, '').slice(0, 300);
}
