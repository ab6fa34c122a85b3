import { recordingFormats } from '../../../domain/recording/formats.ts';
import type { ListedFile, ProviderRecords } from '../../ports/reconciliation.ts';
import type { TencentClients } from './clients.ts';
import { asking, vendorCodeOf } from './errors.ts';

const recordsInACall = 100;
const roomsInACall = 100;
const streamsInACall = 1000;
const filesInACall = 1000;
/** The vendor's SearchMedia answers for no more. */
const mostFiles = 5000;

type MediaInfo = NonNullable<
  Awaited<ReturnType<TencentClients['vod']['SearchMedia']>>['MediaInfoSet']
>[number];

const inSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Null for what no live stream of an application of TRTC left. */
function readListedFile({ FileId, BasicInfo, MetaData }: MediaInfo): ListedFile | null {
  const recorded = BasicInfo?.SourceInfo?.LiveRecordInfo;
  const application = /^trtc_(\d+)$/.exec(recorded?.Path ?? '')?.[1];
  const format = recordingFormats.find(
    (each) => each === BasicInfo?.Type || (each === 'hls' && BasicInfo?.Type === 'm3u8'),
  );
  const [startMs, endMs] = [
    Date.parse(recorded?.RecordStartTime ?? ''),
    Date.parse(recorded?.RecordEndTime ?? ''),
  ];
  if (application === undefined || format === undefined || Number.isNaN(startMs) || Number.isNaN(endMs))
    return null;
  return {
    ...{
      fileId: FileId!,
      sdkAppId: Number(application),
      streamId: recorded!.StreamId!,
      format,
      startMs,
      endMs,
    },
    durationMs: Math.round((MetaData?.Duration ?? 0) * 1000),
    bytes: MetaData?.Size ?? 0,
  };
}

/** Asks the vendor's lists for what callbacks did not tell. */
export function openProviderRecords({
  live,
  trtc,
  vod,
}: Pick<TencentClients, 'live' | 'trtc' | 'vod'>): ProviderRecords {
  const filesMade = async (
    from: Date,
    until: Date,
    subAppId: number | null,
  ): Promise<readonly ListedFile[]> => {
    const found: MediaInfo[] = [];
    for (;;) {
      const { TotalCount = 0, MediaInfoSet = [] } = await asking('SearchMedia', () =>
        vod.SearchMedia({
          ...(subAppId === null ? {} : { SubAppId: subAppId }),
          CreateTime: { After: from.toISOString(), Before: until.toISOString() },
          Sort: { Field: 'CreateTime', Order: 'Asc' },
          Offset: found.length,
          Limit: filesInACall,
        }),
      );
      // More than the vendor counts: each half of the time by itself.
      if (TotalCount >= mostFiles && until.getTime() - from.getTime() > 1000) {
        const middle = new Date((from.getTime() + until.getTime()) / 2);
        return [...(await filesMade(from, middle, subAppId)), ...(await filesMade(middle, until, subAppId))];
      }
      found.push(...MediaInfoSet);
      if (MediaInfoSet.length < filesInACall || found.length >= mostFiles) break;
    }
    return found.map(readListedFile).filter((file) => file !== null);
  };

  return {
    filesMade,

    async callbacksOf(streamId, from, until) {
      const bodies: string[] = [];
      for (let page = 1; ; page++) {
        const { DataInfoList = [], TotalPage = 0 } = await asking('DescribeCallbackRecordsList', () =>
          live.DescribeCallbackRecordsList({
            ...{ StreamName: streamId, StartTime: from.toISOString(), EndTime: until.toISOString() },
            ...{ PageNum: page, PageSize: recordsInACall },
          }),
        );
        bodies.push(...DataInfoList.flatMap(({ Request }) => (Request === undefined ? [] : [Request])));
        if (page >= TotalPage) return bodies;
      }
    },

    async roomsBetween(sdkAppId, from, until) {
      const range = { SdkAppId: sdkAppId, StartTime: inSeconds(from), EndTime: inSeconds(until) };
      const rooms = [];
      for (let page = 0; ; page++) {
        const { RoomList = [] } = await asking('DescribeRoomInfo', () =>
          trtc.DescribeRoomInfo({ ...range, PageNumber: page, PageSize: roomsInACall }),
        );
        for (const { CommId, RoomString, CreateTime, DestroyTime, IsFinished } of RoomList)
          rooms.push({
            ...{ commId: CommId!, text: RoomString!, createdMs: CreateTime! * 1000 },
            destroyedMs: IsFinished === true ? DestroyTime! * 1000 : null,
          });
        if (RoomList.length < roomsInACall) return rooms;
      }
    },

    async exitsOf(sdkAppId, commId, from, until) {
      const range = { SdkAppId: sdkAppId, StartTime: inSeconds(from), EndTime: inSeconds(until) };
      const exits = [];
      for (let page = 0; ; page++) {
        const { UserList = [] } = await asking('DescribeUserInfo', () =>
          trtc.DescribeUserInfo({ ...range, CommId: commId, PageNumber: page, PageSize: roomsInACall }),
        );
        for (const { UserId, LeaveTs, Finished } of UserList)
          if (Finished === true) exits.push({ userId: UserId!, leftMs: LeaveTs! * 1000 });
        if (UserList.length < roomsInACall) return exits;
      }
    },

    async liveStreams(sdkAppId) {
      const names = new Set<string>();
      for (let page = 1; ; page++) {
        const { OnlineInfo = [], TotalPage = 0 } = await asking('DescribeLiveStreamOnlineList', () =>
          live.DescribeLiveStreamOnlineList({
            ...{ AppName: `trtc_${sdkAppId}`, PageNum: page, PageSize: streamsInACall },
          }),
        );
        for (const { StreamName } of OnlineInfo) names.add(StreamName!);
        if (page >= TotalPage) return names;
      }
    },

    async isTaskRunning(sdkAppId, taskId) {
      try {
        await trtc.DescribeCloudRecording({ SdkAppId: sdkAppId, TaskId: taskId });
        return true;
      } catch (error) {
        if (/Task(NotExist|Finished)$/.test(vendorCodeOf(error) ?? '')) return false;
        return asking('DescribeCloudRecording', () => Promise.reject(error as Error));
      }
    },
  };
}
