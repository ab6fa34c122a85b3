import { randomUUID } from 'node:crypto';
import { recordingStates, statesFor } from '../../domain/recording/commands.ts';
import { DomainError } from '../../domain/errors.ts';
import { isHeld, type InstructionKind } from '../../domain/recording/instructions.ts';
import type { CommandStore, IdempotencyStore } from '../ports/commands.ts';
import type { Provider } from '../ports/provider.ts';
import type { RecordingCommandRecord, RecordingCommandStore } from '../ports/recording-commands.ts';
import type { RecordingRecord, RecordStore } from '../ports/records.ts';
import { requireAction, type Principal } from './access/principal.ts';
import type { Capabilities } from './capabilities.ts';
import { once } from './once.ts';

export interface RecordingControlDeps {
  readonly records: Pick<RecordStore, 'recordingsByIds'>;
  readonly commands: Pick<CommandStore, 'serialised'>;
  readonly recordingCommands: RecordingCommandStore;
  readonly idempotency: IdempotencyStore;
  readonly capabilities: Capabilities;
  readonly provider: Pick<Provider, 'pauseRecording' | 'resumeRecording'>;
  readonly clock: () => Date;
}

export interface RecordingControl {
  /**
   * Answers the command DONE, or UNCONFIRMED where the provider did not answer in time. Throws CONFLICT for a recording that
   * is over or stands so already, so a late command reaches no later recording; UNSUPPORTED on Tencent's cloud.
   */
  command(
    principal: Principal,
    kind: InstructionKind,
    recordingId: string,
    idempotencyKey: string,
  ): Promise<RecordingCommandRecord>;
}

const verbs = { PAUSE: 'pauseRecording', RESUME: 'resumeRecording' } as const;

/** Pausing and resuming running recordings. The intent is stored before the provider is called. */
export function openRecordingControl(deps: RecordingControlDeps): RecordingControl {
  const { idempotency, commands, recordingCommands } = deps;
  return {
    async command(principal, kind, recordingId, key) {
      requireAction(principal, 'CONTROL');
      const recording = await requireRecording(deps, principal, recordingId);
      deps.capabilities.require(recording.sdkAppId, 'pause');
      const id = await once(
        idempotency,
        { principal, key, operation: verbs[kind], input: { recordingId } },
        () =>
          commands.serialised(recording.roomId ?? recording.id, () =>
            send(deps, principal, kind, recordingId),
          ),
      );
      const command = await recordingCommands.find(id);
      if (command === null) throw new Error(`there is no recording command ${id}`);
      return command;
    },
  };
}

async function send(
  deps: RecordingControlDeps,
  principal: Principal,
  kind: InstructionKind,
  recordingId: string,
): Promise<string> {
  const { recordingCommands, provider, clock } = deps;
  // Read again under the lock: another command, or its end, may have come meanwhile.
  const recording = await requireRecording(deps, principal, recordingId);
  refuseStale(recording, kind, isHeld(await recordingCommands.last(recordingId), recording.gaps));
  const id = randomUUID();
  await recordingCommands.request({ id, recordingId, kind, requestedAt: clock() });
  const { sdkAppId, streamId } = recording;
  try {
    await provider[verbs[kind]]({ sdkAppId, streamId, sessionId: recording.sessionIds.at(-1) ?? null });
  } catch (error) {
    const isUnconfirmed = error instanceof DomainError && error.code === 'UNCONFIRMED';
    const sentence = error instanceof DomainError ? error.message : 'An unexpected error; the log has it.';
    await recordingCommands.settle(id, isUnconfirmed ? 'UNCONFIRMED' : 'REFUSED', sentence);
    if (isUnconfirmed) return id;
    throw error;
  }
  await recordingCommands.settle(id, 'DONE', null);
  return id;
}

function refuseStale(recording: RecordingRecord, kind: InstructionKind, held: boolean | null): void {
  const field = { field: 'input.recordingId' };
  const { state } = recording;
  if (!recordingStates[state].commands.includes(kind)) {
    // A resume may overtake the callback that tells of its pause.
    const mayBeHeld = kind === 'RESUME' && state === 'RECORDING' && held !== false;
    if (!mayBeHeld)
      throw new DomainError(
        'CONFLICT',
        'caller',
        `The recording is ${state}; ${verbs[kind]} is for one that is ${statesFor(kind).join(', ')}.`,
        field,
      );
  }
  if (kind === 'PAUSE' && held === true)
    throw new DomainError('CONFLICT', 'caller', 'The recording is paused already.', field);
  if (kind === 'RESUME' && held === false)
    throw new DomainError(
      'CONFLICT',
      'caller',
      'No command pauses the recording; what a user’s consent holds goes on with setConsent.',
      field,
    );
}

async function requireRecording(
  { records }: RecordingControlDeps,
  principal: Principal,
  id: string,
): Promise<RecordingRecord> {
  const [recording] = await records.recordingsByIds([id], principal.scope);
  if (recording === undefined)
    throw new DomainError('NOT_FOUND', 'caller', 'There is no such recording.', {
      field: 'input.recordingId',
    });
  return recording;
}
