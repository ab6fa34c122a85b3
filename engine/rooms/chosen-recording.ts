import type { NameHead } from '../../domain/recording/naming.ts';
import { roomText } from '../../domain/room/room-key.ts';
import type { PublishRequest } from '../ingest/publisher.ts';
import type { RecordingPlan } from '../record/recorded-file.ts';
import type { Application } from './application.ts';

/** Forms 1 to 3 of the vendor's file names: what the user chose, else the stream id the user chose, else all ids. */
function automaticHead(request: PublishRequest): NameHead {
  const { userDefineRecordId, streamId, streamType, sdkAppId, userId } = request;
  if (userDefineRecordId !== null) return { form: 'user-defined-auto', userDefineRecordId, streamType };
  if (streamId !== null) return { form: 'stream-id', streamId };
  return { form: 'plain', sdkAppId, room: roomText(request.room), userId, streamType };
}

/**
 * How a stream that enters is recorded by its application's settings, and under which name; null where it is not:
 * recording is off, the application is one of tasks, or it chooses users and this one was not chosen.
 * The methods are those of https://www.tencentcloud.com/document/product/647/35426.
 */
export function chooseRecording(
  application: Application,
  request: PublishRequest,
  streamId: string,
): (Pick<RecordingPlan, 'formats' | 'rules'> & { readonly nameHead: NameHead }) | null {
  if (application.kind === 'task') return null;
  const choice = application.recordingOf(streamId);
  if (choice === null || !choice.enabled) return null;
  const { method, formats, rules } = choice;
  if (method === 'global-auto') return { formats, rules, nameHead: automaticHead(request) };
  const { userDefineRecordId } = request;
  return userDefineRecordId === null
    ? null
    : { formats, rules, nameHead: { form: 'user-defined', userDefineRecordId } };
}
