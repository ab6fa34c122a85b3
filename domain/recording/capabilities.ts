import type { RecordingFormat } from './formats.ts';
import { recordingFormats } from './formats.ts';

/**
 * Who records: an engine of ours, or one of Tencent's two services, each for applications of one kind. Which kind follows the
 * age of the application: since 2022-08-01 new ones are recorded by tasks
 * (https://www.tencentcloud.com/document/product/647/45169).
 */
export const recordingServices = ['engine', 'engine-tasks', 'legacy', 'since-2022-08'] as const;
export type RecordingService = (typeof recordingServices)[number];

/** What can be wanted of a recording service beyond writing files. */
export const recordingVerbs = [
  'automatic',
  'chosen-users',
  'task',
  'mix',
  'settings',
  'pause',
  'resume-stream',
  'split',
  'consent',
] as const;
export type RecordingVerb = (typeof recordingVerbs)[number];

export interface Capability {
  readonly service: RecordingService;
  readonly verb: RecordingVerb;
  /** Formats in which it is had; empty where it is not. */
  readonly formats: readonly RecordingFormat[];
  /** How it is had, or why it is not: a sentence for who asks for it. */
  readonly sentence: string;
}

type Rule = readonly [formats: readonly RecordingFormat[], sentence: string];

const every: readonly RecordingFormat[] = recordingFormats;
/** What tasks write: the vendor's RecordParams.OutputFormat and TencentVod.MediaType have no FLV. */
const byTasks: readonly RecordingFormat[] = ['hls', 'mp4', 'aac'];
const none: readonly RecordingFormat[] = [];

const rules: Readonly<Record<RecordingVerb, Readonly<Record<RecordingService, Rule>>>> = {
  automatic: {
    engine: [every, 'Every stream is recorded by the application’s settings.'],
    'engine-tasks': [none, 'Applications of the newer kind are recorded by tasks: start one for the room.'],
    legacy: [every, 'Every stream is recorded by the settings of the vendor’s console.'],
    'since-2022-08': [byTasks, 'Automatic recording is a setting of the vendor’s console.'],
  },
  'chosen-users': {
    engine: [every, 'Who joins with userDefineRecordId is recorded.'],
    'engine-tasks': [
      none,
      'Applications since 2022-08 know no userDefineRecordId: start a task for the user.',
    ],
    legacy: [every, 'Who joins with userDefineRecordId is recorded.'],
    'since-2022-08': [
      none,
      'Applications since 2022-08 know no userDefineRecordId: start a task for the user.',
    ],
  },
  task: {
    engine: [none, 'Applications before 2022-08 have no recording tasks: choose users at join instead.'],
    'engine-tasks': [byTasks, 'CreateCloudRecording records the streams of a room that it names.'],
    legacy: [none, 'Applications before 2022-08 have no recording tasks: choose users at join instead.'],
    'since-2022-08': [byTasks, 'CreateCloudRecording records the streams of a room that it names.'],
  },
  mix: {
    engine: [every, 'StartMCUMixTranscode with a RecordId records the mix.'],
    'engine-tasks': [none, 'OutputParams.RecordId is for applications before 2022-08.'],
    legacy: [every, 'StartMCUMixTranscode with a RecordId records the mix.'],
    'since-2022-08': [none, 'OutputParams.RecordId is for applications before 2022-08.'],
  },
  settings: {
    engine: [every, 'Settings are applied while it runs.'],
    'engine-tasks': [none, 'What a task records, and how, is said when it is started.'],
    legacy: [none, 'Settings are changed in the vendor’s console and declared here.'],
    'since-2022-08': [none, 'Settings are changed in the vendor’s console and declared here.'],
  },
  pause: {
    engine: [every, 'PauseStreamRecording and ResumeStreamRecording are our own calls.'],
    'engine-tasks': [
      none,
      'Nothing is told of a task’s recording before its first file, so none can be named to be paused.',
    ],
    legacy: [none, 'Tencent’s live recording has no call that pauses a recording.'],
    'since-2022-08': [none, 'Tencent’s cloud recording has no call that pauses a task.'],
  },
  'resume-stream': {
    engine: [every, 'Within the resume timeout a stream goes on in the same files of every format.'],
    'engine-tasks': [
      none,
      'The task goes on within its idle time; a stream that comes back begins new files.',
    ],
    legacy: [
      ['hls'],
      'Within the resume timeout HLS goes on in the same file; other formats begin a new one.',
    ],
    'since-2022-08': [
      none,
      'The task goes on within MaxIdleTime; the vendor does not say that a file does, so each interruption counts as a new one.',
    ],
  },
  split: {
    engine: [
      ['mp4', 'flv', 'aac'],
      'Split at the first key frame at or after the limit; HLS is one playlist.',
    ],
    'engine-tasks': [['mp4', 'aac'], 'Split at RecordParams.MaxMediaFileDuration; HLS is one playlist.'],
    legacy: [['mp4', 'flv', 'aac'], 'Split at the limit of the vendor’s console; HLS is one playlist.'],
    'since-2022-08': [['mp4', 'aac'], 'Split at RecordParams.MaxMediaFileDuration; HLS is one playlist.'],
  },
  consent: {
    engine: [every, 'Applied at once to every running and later recording, mixes included.'],
    'engine-tasks': [every, 'Applied at once to every running and later recording, mixes included.'],
    legacy: [
      none,
      'Tencent’s live recording cannot leave a user out of a running recording: do not publish with userDefineRecordId.',
    ],
    'since-2022-08': [
      none,
      'Tencent leaves users out by the lists of ModifyCloudRecording, which this server does not keep yet: name in the task whom to record.',
    ],
  },
};

/** What a service can do, and how; the answer to every "can it". */
export function capabilityOf(service: RecordingService, verb: RecordingVerb): Capability {
  const [formats, sentence] = rules[verb][service];
  return { service, verb, formats, sentence };
}

export function capabilitiesOf(service: RecordingService): readonly Capability[] {
  return recordingVerbs.map((verb) => capabilityOf(service, verb));
}
