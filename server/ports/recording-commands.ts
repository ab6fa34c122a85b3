import type { Instruction } from '../../domain/recording/instructions.ts';

/**
 * One command to a running recording. REQUESTED: stored, the provider has not answered. DONE: it answered, or callbacks
 * show that it was done. UNCONFIRMED: no answer in time; callbacks or a deadline decide. LAPSED: they did not show it.
 */
export interface RecordingCommandRecord extends Instruction {
  readonly id: string;
  readonly recordingId: string;
  readonly settledAt: Date | null;
  readonly failure: string | null;
}

export interface RecordingCommandStore {
  request(
    command: Pick<RecordingCommandRecord, 'id' | 'recordingId' | 'kind' | 'requestedAt'>,
  ): Promise<void>;
  /** What callbacks decided in the meantime is not taken back. Answers how it stands. */
  settle(
    id: string,
    state: 'DONE' | 'UNCONFIRMED' | 'REFUSED',
    failure: string | null,
  ): Promise<RecordingCommandRecord>;
  find(id: string): Promise<RecordingCommandRecord | null>;
  /** The last one that was not refused; null where there is none. */
  last(recordingId: string): Promise<RecordingCommandRecord | null>;
  /** Gives up what is open since before `requestedBefore`, and tells. Answers how many. */
  lapse(requestedBefore: Date): Promise<number>;
}
