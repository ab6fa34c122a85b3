import type { RoomName } from '../../domain/room/room-key.ts';
import { consentOf, type ConsentRule, sameTarget } from '../../domain/recording/consent.ts';

/** Keeps the rules where the next process finds them; resolves when they are durable. */
export interface ConsentShelf {
  load(): Promise<readonly ConsentRule[]>;
  save(rules: readonly ConsentRule[]): Promise<void>;
}

/** Who of an application may be recorded. A refusal holds from its call on; leave counts once it is durable. */
export class Consents {
  readonly #shelf: ConsentShelf;
  readonly #watchers: (() => void)[] = [];
  #rules: readonly ConsentRule[];
  #saving: Promise<void> = Promise.resolve();

  private constructor(shelf: ConsentShelf, rules: readonly ConsentRule[]) {
    this.#shelf = shelf;
    this.#rules = rules;
  }

  static async open(shelf: ConsentShelf): Promise<Consents> {
    return new Consents(shelf, await shelf.load());
  }

  /** Told after every change. */
  watch(changed: () => void): void {
    this.#watchers.push(changed);
  }

  allows(sdkAppId: number, room: RoomName, userId: string): boolean {
    return consentOf(this.#rules, { sdkAppId, room, userId });
  }

  /** Resolves when the next process knows it too. A refusal stands at once, even if it then cannot be kept. */
  async set(rule: ConsentRule): Promise<void> {
    if (!rule.allowed) this.#apply(rule);
    // One after the other, and each with all that is known then: a later answer must not lose an earlier one.
    const saved = this.#saving.then(() => this.#shelf.save(this.#with(rule)));
    this.#saving = saved.catch(() => undefined);
    await saved;
    if (rule.allowed) this.#apply(rule);
  }

  #with(rule: ConsentRule): readonly ConsentRule[] {
    return [...this.#rules.filter((known) => !sameTarget(known, rule)), rule];
  }

  #apply(rule: ConsentRule): void {
    this.#rules = this.#with(rule);
    for (const changed of this.#watchers) changed();
  }
}
