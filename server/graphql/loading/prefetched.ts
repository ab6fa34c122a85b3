import DataLoader from 'dataloader';

/**
 * A loader that lists fill ahead: a key that was prefetched is answered at once, without a promise, which is what makes
 * a list of 100 rows with children cheap. Other keys are batched as usual.
 */
export class Prefetched<Value> {
  readonly #known = new Map<string, Value>();
  readonly #loader: DataLoader<string, Value>;
  readonly #batch: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
  readonly #absent: Value;
  readonly #remembers: boolean;

  /** `remembers` is false for subscriptions, where each event wants the state of its own moment. */
  constructor(
    batch: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
    absent: Value,
    remembers: boolean,
  ) {
    this.#batch = batch;
    this.#absent = absent;
    this.#remembers = remembers;
    this.#loader = new DataLoader(
      async (keys) => {
        const found = await batch(keys);
        return keys.map((key) => found.get(key) ?? absent);
      },
      { cache: remembers },
    );
  }

  load(key: string): Value | Promise<Value> {
    return this.#known.get(key) ?? this.#loader.load(key);
  }

  /** One statement for all of the keys. */
  async prefetch(keys: Iterable<string | null>): Promise<void> {
    if (!this.#remembers) return;
    const missing = new Set<string>();
    for (const key of keys) if (key !== null && !this.#known.has(key)) missing.add(key);
    if (missing.size === 0) return;
    const found = await this.#batch([...missing]);
    for (const key of missing) this.#known.set(key, found.get(key) ?? this.#absent);
  }

  async loadAll(keys: readonly string[]): Promise<Value[]> {
    return Promise.all(keys.map(async (key) => this.load(key)));
  }

  /** After a change, within the same request. */
  forget(): void {
    this.#known.clear();
    this.#loader.clearAll();
  }
}
