import { recordingFormats } from '../../../domain/recording/formats.ts';
import type { ListedFile, ListedTime, ProviderRecords } from '../../ports/reconciliation.ts';
import type { TencentClients } from './clients.ts';
import { asking, vendorCodeOf } from './errors.ts';

const recordsInACall = 100;
const roomsInACall = 100;
const streamsInACall = 1000;
const pushesInACall = 100;
const dayMs = 86_400_000;
const filesInACall = 1000;
/** The vendor's SearchMedia answers for no more. */
const mostFiles = 5000;

type MediaInfo = NonNullable<
  Awaited<ReturnType<TencentClients['vod']['SearchMedia']>>['MediaInfoSet']
>[number];

/** The vendor's lists of rooms are in whole seconds; an engine of ours adds the milliseconds, and what kind a room is. */
type Own<T> = T & {
  readonly RoomIdType?: 'int' | 'string';
  readonly CreateTimeMs?: number;
  readonly DestroyTimeMs?: number;
  readonly JoinTsMs?: number;
  readonly LeaveTsMs?: number;
};

function timeOf(seconds: number, ms: number | undefined): ListedTime {
  return ms === undefined ? { ms: seconds * 1000, exact: false } : { ms, exact: true };
}

const inUtc = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
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
    createdMs: Date.parse(BasicInfo?.CreateTime ?? '') || endMs,
  };
}

/**
 * Asks the vendor's lists for what callbacks did not tell. The list of pushes goes by their domain: where that is not known,
 * null, it is not asked.
 */
export function openProviderRecords(
  { live, trtc, vod }: Pick<TencentClients, 'live' | 'trtc' | 'vod'>,
  pushDomain: string | null,
): ProviderRecords {
  const filesMade = async (
    from: Date,
    until: Date,
    subAppId: number | null,
    streamId?: string,
  ): Promise<readonly ListedFile[]> => {
    const found: MediaInfo[] = [];
    for (;;) {
      const { TotalCount = 0, MediaInfoSet = [] } = await asking('SearchMedia', () =>
        vod.SearchMedia({
          ...(subAppId === null ? {} : { SubAppId: subAppId }),
          ...(streamId === undefined ? {} : { StreamIds: [streamId] }),
          CreateTime: { After: from.toISOString(), Before: until.toISOString() },
          Sort: { Field: 'CreateTime', Order: 'Asc' },
          Offset: found.length,
          Limit: filesInACall,
        }),
      );
      // More than the vendor counts: each half of the time by itself.
      if (TotalCount >= mostFiles && until.getTime() - from.getTime() > 1000) {
        const middle = new Date((from.getTime() + until.getTime()) / 2);
        return [
          ...(await filesMade(from, middle, subAppId, streamId)),
          ...(await filesMade(middle, until, subAppId, streamId)),
        ];
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
        for (const room of RoomList as Own<(typeof RoomList)[number]>[])
          rooms.push({
            ...{ commId: room.CommId!, text: room.RoomString!, kind: room.RoomIdType ?? null },
            creator: room.UserId === undefined || room.UserId === '' ? null : room.UserId,
            created: timeOf(room.CreateTime!, room.CreateTimeMs),
            destroyed: room.IsFinished === true ? timeOf(room.DestroyTime!, room.DestroyTimeMs) : null,
          });
        if (RoomList.length < roomsInACall) return rooms;
      }
    },

    async staysOf(sdkAppId, commId, from, until) {
      const range = { SdkAppId: sdkAppId, StartTime: inSeconds(from), EndTime: inSeconds(until) };
      const stays = [];
      for (let page = 0; ; page++) {
        const { UserList = [] } = await asking('DescribeUserInfo', () =>
          trtc.DescribeUserInfo({ ...range, CommId: commId, PageNumber: page, PageSize: roomsInACall }),
        );
        for (const user of UserList as Own<(typeof UserList)[number]>[])
          stays.push({
            userId: user.UserId!,
            joined: timeOf(user.JoinTs!, user.JoinTsMs),
            left: user.Finished === true ? timeOf(user.LeaveTs!, user.LeaveTsMs) : null,
          });
        if (UserList.length < roomsInACall) return stays;
      }
    },

    async pushesEnded(sdkAppId, from, until) {
      if (pushDomain === null) return [];
      const pushes = [];
      // One that began long before its end may be listed by its beginning.
      const range = { StartTime: inUtc(new Date(from.getTime() - dayMs)), EndTime: inUtc(until) };
      for (let page = 1; ; page++) {
        const { PublishInfo = [], TotalPage = 0 } = await asking('DescribeLiveStreamPublishedList', () =>
          live.DescribeLiveStreamPublishedList({
            ...{ DomainName: pushDomain, AppName: `trtc_${sdkAppId}`, ...range },
            ...{ PageNum: page, PageSize: pushesInACall },
          }),
        );
        for (const { StreamName, StreamStartTime, StreamEndTime } of PublishInfo) {
          const [startMs, endMs] = [Date.parse(StreamStartTime ?? ''), Date.parse(StreamEndTime ?? '')];
          // Told to the second, which has not passed at its beginning.
          if (endMs + 1000 > from.getTime() && endMs <= until.getTime())
            pushes.push({ streamId: StreamName!, startMs, endMs });
        }
        if (page >= TotalPage) return pushes;
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
