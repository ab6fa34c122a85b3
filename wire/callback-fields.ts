/** Thrown inside a parser and turned into its result at its door: the body lacks or garbles a needed field. */
export class Malformed extends Error {}

/** Reads one body's fields, naming the field where something is wrong. Numbers may come as decimal text. */
export class CallbackFields {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  number(name: string, fallback?: number): number {
    const value = this.#fields[name];
    if ((value === undefined || value === null || value === '') && fallback !== undefined) return fallback;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw new Malformed(`${name} is no number`);
    return number;
  }

  text(name: string, fallback?: string): string {
    const value = this.#fields[name];
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && (value !== '' || fallback !== undefined)) return value;
    if ((value === undefined || value === null) && fallback !== undefined) return fallback;
    throw new Malformed(`${name} is no text`);
  }

  optionalNumber(name: string): number | null {
    const value = this.#fields[name];
    return value === undefined || value === null || value === '' ? null : this.number(name);
  }

  optionalText(name: string): string | null {
    return this.text(name, '') || null;
  }
}

export function readJsonObject(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Malformed(`${name} is no JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed(`${name} is no JSON object`);
  return value as Record<string, unknown>;
}

/** Why a body cannot be used; names the field. `unknown` = an event type that is not taken in yet. */
export interface CallbackProblem {
  readonly problem: 'malformed' | 'unknown';
  readonly detail: string;
}

export function guardParsing<T>(read: () => T): T | CallbackProblem {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return { problem: 'malformed', detail: error.message };
    throw error;
  }
}
