import { randomUUID } from 'node:crypto';
import { DomainError, refuseFaults } from '../../domain/errors.ts';
import type { EncodeParams, EncodeParamsInput } from '../../domain/mixing/encode-params.ts';
import type { MixLayout } from '../../domain/mixing/layout.ts';
import { readMixForm, type MixForm } from '../../domain/mixing/mix-form.ts';
import { checkLayout, type MixLayoutInput } from '../../domain/mixing/read-layout.ts';
import type { BudgetNotice } from '../../domain/billing/budget.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { Provider } from '../ports/provider.ts';
import type { MixRecord, RecordStore, RoomRecord } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';
import type { Budgets } from './budgets.ts';
import { once } from './once.ts';
import { recordIdPattern, recordIdRule } from './tickets.ts';

export interface StartMixInput {
  /** The running session, found before. */
  readonly room: RoomRecord;
  readonly recordId: string;
  /** The mixed stream's name on the live network; null lets us choose one that no user's stream can have. */
  readonly streamId: string | null;
  readonly encode: EncodeParamsInput;
  readonly layout: MixLayoutInput;
  readonly idempotencyKey: string;
}

export interface MixingDeps {
  readonly records: RecordStore;
  readonly commands: CommandStore;
  readonly idempotency: IdempotencyStore;
  readonly provider: Pick<Provider, 'startMix' | 'stopMix' | 'ownEngine'>;
  readonly budgets: Pick<Budgets, 'admit'>;
  readonly clock: () => Date;
}

export interface StartedMix {
  readonly mix: MixRecord;
  readonly notices: readonly BudgetNotice[];
}

export interface Mixing {
  /** The films are drawn by an engine of ours, whose layouts are those of our previews. */
  readonly drawnByUs: boolean;
  /**
   * Answers the mix RUNNING, or UNCONFIRMED where the provider did not answer in time, and what budgets say; a repeat says nothing
   * of them again. Throws ROOM_EMPTY, CONFLICT, BAD_INPUT, BUDGET_EXCEEDED.
   */
  start(principal: Principal, input: StartMixInput): Promise<StartedMix>;
  /**
   * Lays a running mix out otherwise, without a break in its file. Its layout is in effect in the answer, or UNCONFIRMED where the
   * provider did not answer in time. Throws MIX_NOT_RUNNING, BAD_INPUT, UNSUPPORTED.
   */
  updateLayout(
    principal: Principal,
    input: { readonly mixId: string; readonly layout: MixLayoutInput; readonly idempotencyKey: string },
  ): Promise<MixRecord>;
  /** Answers the mix STOPPED or UNCONFIRMED. Throws MIX_NOT_RUNNING for one that ended, so a late stop ends no later mix. */
  stop(principal: Principal, mixId: string, idempotencyKey: string): Promise<MixRecord>;
}

/** The vendor's recommendation (https://www.tencentcloud.com/document/product/647/37761), and the seed's own numbers. */
export const defaultEncode: EncodeParams = {
  width: 1280,
  height: 720,
  frameRate: 15,
  gopSeconds: 3,
  videoBitrateKbps: 1560,
  audioSampleRate: 48_000,
  audioBitrateKbps: 64,
  audioChannels: 2,
  backgroundColor: 0,
  backgroundImageUrl: null,
};

const running: readonly MixRecord['state'][] = ['REQUESTED', 'RUNNING', 'UNCONFIRMED'];

/** Mixed recordings. The intent is stored before the vendor is called, and commands on one room follow each other. */
export function openMixing(deps: MixingDeps): Mixing {
  const { records, commands, idempotency } = deps;
  return {
    drawnByUs: deps.provider.ownEngine,

    async start(principal, input) {
      requireAction(principal, 'MIX');
      checkIds(input);
      const form = readForm(input);
      const { room, recordId, streamId, idempotencyKey: key } = input;
      const asked = { roomId: room.id, recordId, streamId, ...form };
      let notices: readonly BudgetNotice[] = [];
      const id = await once<string>(
        idempotency,
        { principal, key, operation: 'startMixedRecording', input: asked },
        async (promise) => {
          ({ notices } = await deps.budgets.admit(principal, room.sdkAppId, { kind: 'mix', formats: null }));
          return commands.serialised(room.id, () => begin(deps, input, form, promise));
        },
      );
      return { mix: await requireMix(records, id, principal), notices };
    },

    async updateLayout(principal, { mixId, layout: asked, idempotencyKey: key }) {
      requireAction(principal, 'MIX');
      const mix = await requireMix(records, mixId, principal);
      const { faults, layout } = checkLayout(asked, mix, 'input.layout');
      refuseFaults(faults);
      const input = { mixId, layout };
      await once<string>(idempotency, { principal, key, operation: 'updateMixLayout', input }, (promise) =>
        commands.serialised(mix.roomId, () => layOut(deps, mixId, layout, principal, promise)),
      );
      return requireMix(records, mixId, principal);
    },

    async stop(principal, mixId, key) {
      requireAction(principal, 'MIX');
      const mix = await requireMix(records, mixId, principal);
      await once<string>(
        idempotency,
        { principal, key, operation: 'stopMixedRecording', input: { mixId } },
        (promise) => commands.serialised(mix.roomId, () => end(deps, mixId, principal, promise)),
      );
      return requireMix(records, mixId, principal);
    },
  };
}

type Promised = (mixId: string) => Promise<void>;

async function begin(
  deps: MixingDeps,
  input: StartMixInput,
  form: MixForm,
  promise: Promised,
): Promise<string> {
  const { records, commands, provider, clock } = deps;
  const { room, recordId } = input;
  if (room.state !== 'ACTIVE') throw roomEmpty(room);
  const mixes = await records.mixesByRoomIds([room.id], scopeOfRoom(room));
  const other = mixes.find(({ state }) => running.includes(state));
  if (other !== undefined) {
    // The vendor keys a mix by its room: a second start with other ids would break the running stream and split its file.
    throw new DomainError(
      'CONFLICT',
      'caller',
      other.askedBy === null
        ? `The room is being mixed already (recordId ${other.recordId ?? 'none'}); stop that mix first.`
        : `The room is mixed by its user ${other.askedBy}, whose SDK alone can end that mix.`,
    );
  }
  const id = randomUUID();
  const streamId = input.streamId ?? `mix_${id.replaceAll('-', '')}`;
  await commands.requestMix({
    id,
    sdkAppId: room.sdkAppId,
    roomId: room.id,
    streamId,
    recordId,
    width: form.encode.width,
    height: form.encode.height,
    form,
    requestedAt: clock(),
  });
  await promise(id);
  try {
    await provider.startMix({ sdkAppId: room.sdkAppId, room: room.name, streamId, recordId, form });
  } catch (error) {
    const isUnconfirmed = error instanceof DomainError && error.code === 'UNCONFIRMED';
    await commands.settleMix(id, isUnconfirmed ? 'UNCONFIRMED' : 'REFUSED', sentenceOf(error));
    if (isUnconfirmed) return id;
    throw error;
  }
  await commands.settleMix(id, 'RUNNING', null);
  return id;
}

async function end(
  deps: MixingDeps,
  mixId: string,
  principal: Principal,
  promise: Promised,
): Promise<string> {
  const { commands, provider, clock } = deps;
  const { mix, room } = await requireRunning(deps, mixId, principal);
  await commands.requestStop(mixId, clock());
  await promise(mixId);
  try {
    await provider.stopMix(mix.sdkAppId, room.name);
  } catch (error) {
    const code = error instanceof DomainError ? error.code : null;
    if (code === 'UNCONFIRMED') {
      await commands.settleMix(mixId, 'UNCONFIRMED', sentenceOf(error));
      return mixId;
    }
    // It ended by itself, as a mix does with its last user: what was asked for is so.
    if (code !== 'MIX_NOT_RUNNING' && code !== 'ROOM_EMPTY') {
      await commands.settleMix(mixId, mix.state === 'RUNNING' ? 'RUNNING' : 'UNCONFIRMED', null);
      throw error;
    }
  }
  await commands.settleMix(mixId, 'STOPPED', null);
  return mixId;
}

async function layOut(
  deps: MixingDeps,
  mixId: string,
  layout: MixLayout,
  principal: Principal,
  promise: Promised,
): Promise<string> {
  const { commands, provider, clock } = deps;
  const { mix, room } = await requireRunning(deps, mixId, principal);
  if (mix.form === null || mix.recordId === null)
    throw new DomainError(
      'UNSUPPORTED',
      'caller',
      'Of this mix, from before layouts were kept or asked for elsewhere, no layout is known; stop it and start it anew.',
    );
  await commands.requestLayout(mixId, layout, clock());
  await promise(mixId);
  const { sdkAppId, streamId, recordId } = mix;
  try {
    // The same ids again: the vendor changes the layout without a break.
    const form = { ...mix.form, layout };
    await provider.startMix({ sdkAppId, room: room.name, streamId, recordId, form });
  } catch (error) {
    const isUnconfirmed = error instanceof DomainError && error.code === 'UNCONFIRMED';
    await commands.settleLayout(mixId, isUnconfirmed ? 'UNCONFIRMED' : 'REFUSED');
    if (isUnconfirmed) return mixId;
    throw error;
  }
  await commands.settleLayout(mixId, 'APPLIED');
  return mixId;
}

/** Reads it again under the room's lock: another command may have ended it meanwhile. */
async function requireRunning(
  { records }: MixingDeps,
  mixId: string,
  principal: Principal,
): Promise<{ readonly mix: MixRecord; readonly room: RoomRecord }> {
  const mix = await requireMix(records, mixId, principal);
  const [room] = await records.roomsByIds([mix.roomId], principal.scope);
  if (mix.askedBy !== null)
    throw new DomainError(
      'CONFLICT',
      'caller',
      `This mix is its user’s: ${mix.askedBy} alone changes and ends it.`,
    );
  if (running.includes(mix.state) && room?.state === 'ACTIVE') return { mix, room };
  const state = running.includes(mix.state) ? 'over, as its room is' : mix.state;
  throw new DomainError('MIX_NOT_RUNNING', 'caller', `This mix is ${state}; nothing of it can be changed.`);
}

function readForm({ encode, layout }: Pick<StartMixInput, 'encode' | 'layout'>): MixForm {
  return readMixForm(
    { encode: { ...defaultEncode, ...encode }, layout },
    { encode: 'input.encode', layout: 'input.layout' },
  );
}

async function requireMix(records: RecordStore, id: string, principal: Principal): Promise<MixRecord> {
  const mix = await records.mixById(id, principal.scope);
  if (mix === null)
    throw new DomainError('NOT_FOUND', 'caller', 'There is no such mix.', { field: 'input.mixId' });
  return mix;
}

export function roomEmpty(room: Pick<RoomRecord, 'name'>): DomainError {
  return new DomainError(
    'ROOM_EMPTY',
    'caller',
    `Nobody is in room ${room.name.value}; a mix needs at least one user in it.`,
    {
      field: 'input.room',
    },
  );
}

function scopeOfRoom(room: RoomRecord) {
  return { sdkAppIds: [room.sdkAppId], roomIds: [room.id], recordingIds: null, userId: null };
}

function checkIds({ recordId, streamId }: StartMixInput): void {
  const ids = [
    ['input.recordId', recordId],
    ['input.streamId', streamId],
  ] as const;
  refuseFaults(
    ids.flatMap(([field, value]) =>
      value === null || recordIdPattern.test(value)
        ? []
        : [{ field, got: JSON.stringify(value), allowed: recordIdRule }],
    ),
  );
}

function sentenceOf(error: unknown): string {
  return error instanceof DomainError ? error.message : 'An unexpected error; the log has it.';
}
