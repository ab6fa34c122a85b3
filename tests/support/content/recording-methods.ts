import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { testApplication, testCredential } from '../engine-process.ts';
import type { TestHouse } from '../house.ts';
import { openTestHouse } from '../house.ts';
import type { ClipMedia } from './numbered-clip.ts';

/** The shortest that the vendor allows a file to be at most, in seconds. */
export const maxFileSeconds = 60;
/** How long a stream may be away from the recordings of these houses: a busy machine is slow to start a publisher. */
const resumeTimeoutSeconds = 30;
/** How long a task waits for the first stream; the usual half minute is too short for forty publishers at once. */
const maxIdleSeconds = 120;

/** One way of recording, of an application that records every format it can. */
export interface Method {
  readonly name: string;
  /** What the product calls it in its table of capabilities. */
  readonly verb: 'AUTOMATIC' | 'CHOSEN_USERS' | 'TASK';
  /** Makes that a user who joins is recorded, where this takes a call: at once, whoever is in the room. */
  begin(house: MethodHouse, user: Joining): Promise<void>;
  /** The address to publish to. */
  join(house: MethodHouse, user: Joining): Promise<string>;
}

export interface Joining {
  readonly room: string;
  readonly userId: string;
  readonly media: ClipMedia;
}

/** What the application of a house can do: for each verb the formats, as the product says. */
export type Offer = ReadonlyMap<string, ReadonlySet<RecordingFormat>>;

export interface MethodHouse {
  readonly house: TestHouse;
  readonly sdkAppId: number;
  readonly offer: Offer;
}

async function ticket({ house, sdkAppId }: MethodHouse, user: Joining, more: object = {}): Promise<string> {
  const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
    `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
    { input: { sdkAppId, room: { text: user.room }, userId: user.userId, ...more } },
  );
  return createJoinTicket.ticket.rtmpUrl;
}

async function readOffer(house: TestHouse, sdkAppId: number): Promise<Offer> {
  const { applications } = await house.ask<{
    applications: { sdkAppId: number; capabilities: { verb: string; formats: string[] }[] }[];
  }>('{ applications { sdkAppId capabilities { verb formats } } }');
  const { capabilities } = applications.find((application) => application.sdkAppId === sdkAppId)!;
  const known = (format: RecordingFormat, said: readonly string[]): boolean =>
    said.includes(format.toUpperCase());
  return new Map(
    capabilities.map(({ verb, formats }) => [
      verb,
      new Set(recordingFormats.filter((format) => known(format, formats))),
    ]),
  );
}

/** A house whose application records by this method, splits at a minute and waits for streams that were lost. */
async function openHouse(method: 'global-auto' | 'chosen-users'): Promise<MethodHouse> {
  const house = await openTestHouse(null, recordingFormats);
  const endpoint = `127.0.0.1:${String(house.engine.ports['http'])}/api`;
  const vendor = new live.v20180801.Client({
    ...{ credential: testCredential, region: 'ap-guangzhou' },
    profile: { httpProfile: { protocol: 'http://', endpoint } },
  });
  const { Rules } = await vendor.DescribeLiveRecordRules(null);
  const { sdkAppId } = testApplication;
  const rule = Rules.find(({ AppName }) => AppName === `trtc_${String(sdkAppId)}`)!;
  const split = { Enable: 1, RecordInterval: maxFileSeconds };
  await vendor.ModifyLiveRecordTemplate({
    TemplateId: rule.TemplateId!,
    ...{ Mp4Param: split, FlvParam: split, AacParam: split },
    HlsSpecialParam: { FlowContinueDuration: resumeTimeoutSeconds },
  });
  const clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  await clients.own!.request('ModifyApplication', { SdkAppId: sdkAppId, RecordingMethod: method });
  clients.close();
  return { house, sdkAppId, offer: await readOffer(house, sdkAppId) };
}

/** An application of the newer kind beside the one that a house has. */
async function addTaskApplication(house: TestHouse): Promise<MethodHouse> {
  const { createApplication } = await house.ask<{
    createApplication: { application: { sdkAppId: number } };
  }>(
    `mutation { createApplication(input: { name: "tasks", kind: TASK, idempotencyKey: "tasks" }) {
      application { sdkAppId } } }`,
  );
  const { sdkAppId } = createApplication.application;
  return { house, sdkAppId, offer: await readOffer(house, sdkAppId) };
}

/** The vendor's combinations have AAC with the sound alone: a second task takes it beside the first. */
async function startTasks({ house, sdkAppId }: MethodHouse, user: Joining): Promise<void> {
  const combinations = user.media.audio ? [['HLS', 'MP4'], ['AAC']] : [['HLS', 'MP4']];
  const start = `mutation ($input: StartRecordingInput!) { startRecording(input: $input) { task { state } } }`;
  for (const formats of combinations) {
    const { startRecording } = await house.ask<{ startRecording: { task: { state: string } } }>(start, {
      input: {
        ...{ sdkAppId, room: { text: user.room }, users: { allowed: [user.userId] }, formats },
        ...{
          maxFileMinutes: maxFileSeconds / 60,
          maxIdleSeconds,
          idempotencyKey: `${user.room} ${formats.join()}`,
        },
      },
    });
    if (startRecording.task.state !== 'RUNNING') throw new Error(`a task is ${startRecording.task.state}`);
  }
}

const nothing = (): Promise<void> => Promise.resolve();

export const methods = [
  { name: 'global automatic', verb: 'AUTOMATIC', begin: nothing, join: ticket },
  {
    ...{ name: 'chosen users', verb: 'CHOSEN_USERS', begin: nothing },
    join: (place, user) => ticket(place, user, { userDefineRecordId: `chosen_${user.userId}` }),
  },
  { name: 'REST tasks', verb: 'TASK', begin: startTasks, join: ticket },
] as const satisfies readonly Method[];

/** Two houses, since an application records by its settings in one way; that of tasks is one more in the first. */
export async function openMethods(): Promise<ReadonlyMap<Method, MethodHouse>> {
  const [automatic, chosen] = await Promise.all([openHouse('global-auto'), openHouse('chosen-users')]);
  const tasks = await addTaskApplication(automatic.house);
  return new Map<Method, MethodHouse>([
    [methods[0], automatic],
    [methods[1], chosen],
    [methods[2], tasks],
  ]);
}
