import { createHash, randomUUID } from 'node:crypto';
import { DomainError, refuseFaults } from '../../domain/errors.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { userIdPattern } from '../../domain/room/room-key.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { ConsentFilter, ConsentRecord, ConsentStore } from '../ports/consents.ts';
import type { Provider } from '../ports/provider.ts';
import type { Page, PageRequest } from '../ports/records.ts';
import { requireAction, requireWholeApplication, type Principal } from './access/principal.ts';
import type { Capabilities } from './capabilities.ts';
import { once } from './once.ts';

export interface SetConsentInput {
  readonly sdkAppId: number;
  /** Null: in every room. */
  readonly room: RoomName | null;
  /** Null: the application's default, for all of whom nothing is known. */
  readonly userId: string | null;
  readonly allowed: boolean;
  readonly evidence: string | null;
  readonly idempotencyKey: string;
}

export interface ConsentDeps {
  readonly store: ConsentStore;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly idempotency: IdempotencyStore;
  readonly capabilities: Capabilities;
  readonly provider: Pick<Provider, 'setConsent'>;
  readonly clock: () => Date;
}

type Sending = Pick<ConsentDeps, 'store' | 'provider'>;

export interface RecordingConsents {
  /** Logs the answer, then has it applied to all that runs. UNCONFIRMED where the provider did not answer: it is sent again. */
  set(principal: Principal, input: SetConsentInput): Promise<ConsentRecord>;
  list(principal: Principal, filter: ConsentFilter, page: PageRequest): Promise<Page<ConsentRecord>>;
}

export const maxEvidence = 4000;
/** A call that is under way is not sent a second time meanwhile. */
const resendAfterMs = 30_000;

/** Who may be recorded. The log proves who answered what and when; the provider is told until it has heard. */
export function openConsents(deps: ConsentDeps): RecordingConsents {
  const { store, idempotency, commands, capabilities, clock } = deps;
  return {
    async set(principal, input) {
      requireAction(principal, 'CONTROL');
      requireOwn(principal, input.sdkAppId, input.userId);
      checkInput(input);
      capabilities.require(input.sdkAppId, 'consent');
      const { idempotencyKey: key, ...asked } = input;
      const id = await once(idempotency, { principal, key, operation: 'setConsent', input: asked }, () =>
        // In the order in which they are logged: the last answer is the one that stands.
        commands.serialised(`consent/${input.sdkAppId}`, async () => {
          const answer = { ...answerOf(principal, input), at: clock() };
          await store.append(answer);
          await apply(deps, { ...answer, outcome: 'PENDING', failure: null });
          return answer.id;
        }),
      );
      const record = await store.find(id);
      if (record === null) throw new Error(`there is no consent ${id}`);
      return record;
    },

    async list(principal, filter, page) {
      requireAction(principal, 'READ');
      requireOwn(principal, filter.sdkAppId, filter.userId ?? null);
      return store.list(filter, page);
    },
  };
}

/** Sends again what the provider has not taken. Answers how many it took now. */
export async function resendConsents(
  deps: Sending & Pick<ConsentDeps, 'commands' | 'clock'>,
): Promise<number> {
  const { store, commands, clock } = deps;
  let taken = 0;
  for (const answer of await store.unapplied(new Date(clock().getTime() - resendAfterMs)))
    await commands.serialised(`consent/${answer.sdkAppId}`, async () => {
      // A later answer may have come while this one waited.
      const still = (await store.unapplied(clock())).some(({ id }) => id === answer.id);
      if (still && (await apply(deps, answer))) taken += 1;
    });
  return taken;
}

/** A token of one user may answer for that user, and for nobody else. */
function requireOwn(principal: Principal, sdkAppId: number, userId: string | null): void {
  const { scope } = principal;
  const isOwn = scope.userId !== null && scope.userId === userId;
  requireWholeApplication(isOwn ? { ...principal, scope: { ...scope, userId: null } } : principal, sdkAppId);
}

function checkInput({ room, userId, evidence }: SetConsentInput): void {
  const faults = [];
  if (userId !== null && !userIdPattern.test(userId))
    faults.push({
      field: 'input.userId',
      got: JSON.stringify(userId),
      allowed: '1 to 32 letters, digits, _ or -; left out for the application’s default',
    });
  if (userId === null && room !== null)
    faults.push({
      field: 'input.room',
      got: String(room.value),
      allowed: 'a room only together with a userId: the default holds in every room',
    });
  if (evidence !== null && evidence.length > maxEvidence)
    faults.push({
      field: 'input.evidence',
      got: `${evidence.length} characters`,
      allowed: `at most ${maxEvidence} characters`,
    });
  refuseFaults(faults);
}

function answerOf(principal: Principal, input: SetConsentInput) {
  const { sdkAppId, room, userId, allowed, evidence } = input;
  const evidenceSha256 = evidence === null ? null : createHash('sha256').update(evidence).digest('hex');
  const who = { id: randomUUID(), principal: principal.id };
  return { ...who, sdkAppId, room, userId, allowed, evidence, evidenceSha256 };
}

/** True when the provider took it. What it refuses is kept with its sentence, and nothing is thrown: the answer stands. */
async function apply({ store, provider }: Sending, answer: ConsentRecord): Promise<boolean> {
  try {
    await provider.setConsent(answer);
  } catch (error) {
    const known = error instanceof DomainError;
    const isOpen = !known || error.code === 'UNCONFIRMED' || error.code === 'PROVIDER_UNAVAILABLE';
    const sentence = known ? error.message : 'An unexpected error; the log has it.';
    await store.settle(answer.id, isOpen ? 'UNCONFIRMED' : 'REFUSED', sentence);
    return false;
  }
  await store.settle(answer.id, 'APPLIED', null);
  return true;
}
