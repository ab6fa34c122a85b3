import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import { maxStreamIdLength } from '../../rooms/admission.ts';
import type { RecordingName, RunningRecordings } from '../../rooms/running-recordings.ts';
import type { Action } from './action.ts';
import { integer, readParameters, text } from './parameters.ts';

const controlParameters = z.strictObject({
  SdkAppId: integer(1, 0xffffffff),
  StreamId: text(maxStreamIdLength),
  SessionId: text(64).optional(),
});
const listParameters = z.strictObject({ SdkAppId: integer(1, 0xffffffff) });

/** Our own actions on running recordings: pausing, resuming, and which there are. */
export function recordingActions(
  recordings: Pick<RunningRecordings, 'pause' | 'resume' | 'list'>,
): readonly Action[] {
  const control = (name: string, act: (recording: RecordingName) => readonly string[]): Action => ({
    version: roomtapeVersion,
    name,
    run(parameters) {
      const asked = readParameters(controlParameters, parameters);
      if (asked instanceof ApiFault) return Promise.resolve(asked);
      const { SdkAppId: sdkAppId, StreamId: streamId, SessionId: sessionId } = asked;
      try {
        const sessionIds = act({ sdkAppId, streamId, sessionId: sessionId ?? null });
        return Promise.resolve({ SessionIds: sessionIds });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return Promise.resolve(new ApiFault('ResourceNotFound', error.message));
      }
    },
  });
  return [
    control('PauseStreamRecording', (recording) => recordings.pause(recording)),
    control('ResumeStreamRecording', (recording) => recordings.resume(recording)),
    {
      version: roomtapeVersion,
      name: 'DescribeStreamRecordings',
      run(parameters) {
        const asked = readParameters(listParameters, parameters);
        if (asked instanceof ApiFault) return Promise.resolve(asked);
        const list = recordings.list(asked.SdkAppId).map(({ session, context }) => ({
          SessionId: session.sessionId,
          StreamId: context.streamId,
        }));
        return Promise.resolve({ RecordingList: list });
      },
    },
  ];
}
