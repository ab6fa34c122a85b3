import { live } from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/index.js';
import { recordingFormats } from '../../../domain/recording/formats.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { testApplication, testCredential } from '../engine-process.ts';
import type { TestHouse } from '../house.ts';
import { openTestHouse } from '../house.ts';

/** The shortest that the vendor allows a file to be at most, in seconds. */
export const maxFileSeconds = 60;
/** How long a stream may be away from the recordings of these houses. */
const resumeTimeoutSeconds = 8;

/** One way of recording, in a house of its own that records every format. */
export interface Method {
  readonly name: string;
  open(): Promise<TestHouse>;
  /** The address to publish to, everything done that this way needs before. */
  join(house: TestHouse, user: Joining): Promise<string>;
}

export interface Joining {
  readonly room: string;
  readonly userId: string;
}

async function ticket(house: TestHouse, { room, userId }: Joining, more: object = {}): Promise<string> {
  const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
    `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
    { input: { room: { text: room }, userId, ...more } },
  );
  return createJoinTicket.ticket.rtmpUrl;
}

/** A house whose application records by this method, splits at a minute and waits for streams that were lost. */
async function openHouse(method: 'global-auto' | 'chosen-users'): Promise<TestHouse> {
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
  return house;
}

export const methods: readonly Method[] = [
  { name: 'global automatic', open: () => openHouse('global-auto'), join: ticket },
  {
    name: 'chosen users',
    open: () => openHouse('chosen-users'),
    join: (house, user) => ticket(house, user, { userDefineRecordId: `chosen_${user.userId}` }),
  },
];
