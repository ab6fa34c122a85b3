import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import type { Library } from '../../library/library.ts';
import { onlineStreams, publishedStreams, toldCallbacks } from '../../library/live-store.ts';
import { channelsBetween } from '../../library/usage-store.ts';
import { pushDomain } from '../account.ts';
import type { Action } from './action.ts';
import { liveVersion } from './action.ts';
import { integer, liveTime, readParameters, text, textList } from './parameters.ts';
import { peaks, printZoned, slotsBetween, slotStarts } from './usage/slots.ts';

const onlineParameters = z.strictObject({
  DomainName: text(255).optional(),
  AppName: text(255).optional(),
  StreamName: text(256).optional(),
  PageNum: integer(1, 100_000).default(1),
  PageSize: integer(10, 300_000).default(10),
});
const publishedParameters = z.strictObject({
  DomainName: text(255),
  StartTime: liveTime,
  EndTime: liveTime,
  AppName: text(255).default('live'),
  StreamName: text(256).optional(),
  PageNum: integer(1, 100_000).default(1),
  PageSize: integer(10, 100).default(10),
});
const recordsParameters = z.strictObject({
  StartTime: liveTime,
  EndTime: liveTime,
  StreamName: text(256),
  PageNum: integer(1, 100_000),
  PageSize: integer(1, 1000),
  /** 332 and 341 are ours: the vendor lists the first four. */
  EventType: z.union([0, 1, 100, 200, 332, 341].map((type) => integer(type, type))).optional(),
  ResultCode: integer(-1, 999).optional(),
});
const concurrencyParameters = z.strictObject({
  LiveType: z.enum(['NormalLive', 'SlowLive'], { error: 'NormalLive or SlowLive' }),
  StartTime: liveTime,
  EndTime: liveTime,
  MainlandOrOversea: z
    .enum(['Mainland', 'Oversea', ''], { error: 'Mainland, Oversea or nothing' })
    .default(''),
  PushDomains: textList(100, 255).optional(),
});

const dayMs = 86_400_000;
const slotMs = 300_000;

interface Times {
  readonly StartTime: Date;
  readonly EndTime: Date;
}

function findTimeFault({ StartTime, EndTime }: Times, maxDays: number, lastDays: number): ApiFault | null {
  const span = EndTime.getTime() - StartTime.getTime();
  if (span < 0) return new ApiFault('InvalidParameter', 'EndTime is before StartTime.');
  if (span > maxDays * dayMs)
    return new ApiFault(
      'InvalidParameter',
      `From StartTime to EndTime are ${(span / dayMs).toFixed(2)} days; allowed: at most ${String(maxDays)}.`,
    );
  return Date.now() - StartTime.getTime() <= (lastDays + 1) * dayMs
    ? null
    : new ApiFault('InvalidParameter', `StartTime is more than ${String(lastDays)} days ago.`);
}

const printUtc = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

const page = (number: number, size: number, total: number) => ({
  PageNum: number,
  PageSize: size,
  TotalNum: total,
  TotalPage: Math.ceil(total / size),
});

/** What the live service tells of itself: streams that are on, callbacks that were sent, and how many channels recorded. */
export function liveWatchActions(library: Library): readonly Action[] {
  const { sql, run } = library;
  return [
    {
      version: liveVersion,
      name: 'DescribeLiveStreamOnlineList',
      async run(parameters) {
        const asked = readParameters(onlineParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        const { DomainName, AppName, StreamName, PageNum, PageSize } = asked;
        const isElsewhere = DomainName !== undefined && DomainName !== pushDomain;
        const { total, streams } = isElsewhere
          ? { total: 0, streams: [] }
          : await onlineStreams(sql, {
              run,
              path: AppName ?? null,
              streamId: StreamName ?? null,
              offset: (PageNum - 1) * PageSize,
              limit: PageSize,
            });
        return {
          ...page(PageNum, PageSize, total),
          OnlineInfo: streams.map(({ streamId, path, startedAt }) => ({
            StreamName: streamId,
            AppName: path,
            DomainName: pushDomain,
            PublishTimeList: [{ PublishTime: printUtc(startedAt) }],
            PushToDelay: 0,
          })),
        };
      },
    },
    {
      version: liveVersion,
      name: 'DescribeLiveStreamPublishedList',
      async run(parameters) {
        const asked = readParameters(publishedParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        const fault = findTimeFault(asked, 31, 62);
        if (fault !== null) return fault;
        const { DomainName, AppName, StreamName, PageNum, PageSize } = asked;
        const { total, streams } =
          DomainName === pushDomain
            ? await publishedStreams(sql, {
                ...{ path: AppName, streamId: StreamName ?? null },
                ...{ from: asked.StartTime, until: asked.EndTime },
                ...{ offset: (PageNum - 1) * PageSize, limit: PageSize },
              })
            : { total: 0, streams: [] };
        return {
          ...page(PageNum, PageSize, total),
          PublishInfo: streams.map(({ streamId, path, startedAt, endedAt, width, height }) => ({
            ...{ StreamName: streamId, AppName: path, DomainName: pushDomain },
            StreamStartTime: printUtc(startedAt),
            StreamEndTime: printUtc(endedAt),
            StopReason: '',
            Duration: Math.round((endedAt.getTime() - startedAt.getTime()) / 1000),
            ClientIp: '',
            Resolution: width === 0 ? '' : `${String(width)}x${String(height)}`,
          })),
        };
      },
    },
    {
      version: liveVersion,
      name: 'DescribeCallbackRecordsList',
      async run(parameters) {
        const asked = readParameters(recordsParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        const fault = findTimeFault(asked, 1, 14);
        if (fault !== null) return fault;
        const { PageNum, PageSize, ResultCode: code } = asked;
        const { total, callbacks } = await toldCallbacks(sql, {
          streamId: asked.StreamName,
          from: asked.StartTime,
          until: asked.EndTime,
          eventType: asked.EventType ?? null,
          succeeded: code === undefined ? null : code === 0,
          offset: (PageNum - 1) * PageSize,
          limit: PageSize,
        });
        // Times come in the form they were asked in.
        const isUtc = String(parameters['StartTime']).includes('T');
        const print = (at: Date): string => (isUtc ? printUtc(at) : printZoned(at.getTime()));
        return {
          ...page(PageNum, PageSize, total),
          DataInfoList: callbacks.map(({ at, attemptedAt, request, response, resultCode }) => ({
            EventTime: print(at),
            EventType: (JSON.parse(request) as { readonly event_type: number }).event_type,
            Request: request,
            Response: response,
            ResponseTime: print(attemptedAt),
            ResultCode: resultCode,
            StreamId: asked.StreamName,
          })),
        };
      },
    },
    {
      version: liveVersion,
      name: 'DescribeConcurrentRecordStreamNum',
      async run(parameters) {
        const asked = readParameters(concurrencyParameters, parameters);
        if (asked instanceof ApiFault) return asked;
        const fault = findTimeFault(asked, 31, 180);
        if (fault !== null) return fault;
        const nowMs = Date.now();
        const fromMs = Math.floor(asked.StartTime.getTime() / slotMs) * slotMs;
        const slots = slotsBetween(fromMs, asked.EndTime.getTime(), slotMs, nowMs);
        // There are no slow live streams here, this engine is outside the mainland, and it has one domain.
        const isNone =
          asked.LiveType === 'SlowLive' ||
          asked.MainlandOrOversea === 'Mainland' ||
          asked.PushDomains?.includes(pushDomain) === false;
        const channels = isNone
          ? []
          : await channelsBetween(sql, { sdkAppId: null, from: new Date(fromMs), until: asked.EndTime });
        const numbers = peaks(
          slots,
          channels.map(({ from, until }) => ({
            fromMs: from.getTime(),
            untilMs: until?.getTime() ?? nowMs + 1,
          })),
        );
        return {
          DataInfoList: slotStarts(slots).map((startMs, index) => ({
            Time: printZoned(startMs).slice(0, 16),
            Num: numbers[index]!,
          })),
        };
      },
    },
  ];
}
