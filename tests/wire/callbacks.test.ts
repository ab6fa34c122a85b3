import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCssEnvelope, parseCssEvent } from '../../wire/css-callback-parse.ts';
import { printCssEvent } from '../../wire/css-callback-print.ts';
import type { CssEvent } from '../../wire/css-callback.ts';
import type { ExceptionMark } from '../../wire/css-exception.ts';
import { exceptionCode, exceptionType } from '../../wire/css-exception.ts';
import { parseStreamParam, printStreamParam } from '../../wire/stream-param.ts';
import type { TrtcEvent } from '../../wire/trtc-callback.ts';
import { parseTrtcEvent, printTrtcEvent, trtcEventNumbers } from '../../wire/trtc-callback.ts';

const place = {
  appId: 1250000123,
  domain: '1250000123.livepush.myqcloud.com',
  path: 'trtc_1400000123',
  streamId: 's1',
};
const push: CssEvent = {
  kind: 'push',
  live: true,
  ...place,
  eventTime: 1_700_000_000,
  eventTimeUsec: 0,
  sequence: '6674468118806626493',
  node: '127.0.0.1',
  userIp: '127.0.0.1',
  pushDurationMs: null,
  errcode: 0,
  errmsg: 'ok',
  streamParam: 'sdkappid=1400000123&userid=cmV4Y2hhbmc=',
  setId: 2,
  width: 1280,
  height: 720,
};
const file: CssEvent = {
  kind: 'file',
  ...place,
  fileId: '52858907988664150587',
  recordFileId: '52858907988664150587',
  format: 'hls',
  taskId: null,
  startTime: 1_700_000_000,
  endTime: 1_700_000_020,
  startTimeUsec: 123_456,
  endTimeUsec: 654_321,
  durationSeconds: 20,
  fileSize: 2_500_000,
  streamParam: 'userid=cmV4Y2hhbmc=&userdefinerecordid=1001_rexchang',
  videoUrl: 'http://127.0.0.1:4001/vod/1250000123/52858907988664150587/playlist.m3u8',
  mediaStartTime: 0,
  recordKbps: 1000,
  callbackExt: '{"video_codec":"h264","resolution":"1280x720"}',
  sessionId: null,
  fileStartMs: null,
};
const status: CssEvent = {
  kind: 'record-status',
  ...place,
  eventTime: 1_700_000_000,
  eventTimeUsec: 250_000,
  event: 'record_start_succeeded',
  format: 'mp4',
  taskId: 't1',
  sessionId: 'session1',
  seq: 1,
  recordKbps: 0,
  pauseReason: null,
  mediaTimeMs: null,
  resumeTimeoutSeconds: 30,
  cloudTaskId: null,
  fileCount: null,
};
const mark: ExceptionMark = {
  code: 'silence',
  markId: 'silence-1',
  phase: 'begin',
  atMs: 1_700_000_001_250,
  mediaMs: 1250,
};
const exception: CssEvent = {
  kind: 'record-exception',
  ...place,
  sessionId: 'session1',
  fileFormat: '',
  eventTime: 1_700_000_003,
  level: 'warning',
  type: exceptionType('silence'),
  occurs: 1,
  desc: 'no sound since 2 s',
  mark,
};
const envelope = { t: 1_700_000_600, sign: '59199b2550f637bfac720246986a8fcc' };

describe('CSS callbacks', () => {
  it.each<CssEvent>([
    push,
    { ...push, live: false, pushDurationMs: 20_000 },
    file,
    { ...file, taskId: 'x', streamParam: null },
    { ...file, sessionId: 'session1', fileStartMs: 1_700_000_000_123 },
    status,
    { ...status, cloudTaskId: '-task1' },
    { ...status, event: 'record_ended', seq: 4, fileCount: 3 },
    { ...status, event: 'record_paused', seq: 2, pauseReason: 'consent', mediaTimeMs: 12_345 },
    exception,
    { ...exception, mark: { ...mark, phase: 'once' as const, mediaMs: null } },
    { ...exception, type: -10, mark: null },
  ])('are printed and read back (%#)', (event) => {
    const body = printCssEvent(event, envelope);
    expect(parseCssEvent(body)).toEqual(event);
    expect(parseCssEnvelope(body)).toEqual(envelope);
  });

  it('carry every field of the recording event', () => {
    expect(Object.keys(JSON.parse(printCssEvent(file, envelope)) as object).sort()).toEqual(
      [
        'app',
        'appid',
        'appname',
        'callback_ext',
        'channel_id',
        'duration',
        'end_time',
        'end_time_usec',
        'event_type',
        'file_format',
        'file_id',
        'file_size',
        'media_start_time',
        'record_bps',
        'record_file_id',
        'sign',
        'start_time',
        'start_time_usec',
        'stream_id',
        'stream_param',
        't',
        'video_url',
      ].sort(),
    );
  });

  it.each([
    ['', 'malformed', 'no JSON'],
    ['[]', 'malformed', 'no JSON object'],
    ['{"event_type":200}', 'unknown', 'event_type 200'],
    ['{"event_type":100,"stream_id":"s"}', 'malformed', 'file_format'],
    ['{"event_type":100,"stream_id":"s","file_format":"avi"}', 'malformed', 'avi'],
    ['{"event_type":1,"stream_id":"s","event_time":"x","sequence":"1"}', 'malformed', 'event_time'],
    [
      '{"event_type":332,"stream_id":"s","event_time":1,"session_id":"x","record_event":"record_ended","record_detail":"{"}',
      'malformed',
      'record_detail',
    ],
    ['{"event_type":341,"stream_id":"s","exception_level":"fatal"}', 'malformed', 'exception_level is fatal'],
    ['{"event_type":341,"stream_id":"s","exception_level":"info"}', 'malformed', 'exception'],
    [
      '{"event_type":341,"stream_id":"s","session_id":"x","timestamp":1,"exception_level":"info","exception":{"type":-8},"mark":{"phase":"never"}}',
      'malformed',
      'mark.phase is never',
    ],
  ])('refuse %s', (body, problem, detail) => {
    expect(parseCssEvent(body)).toMatchObject({ problem, detail: expect.stringContaining(detail) as string });
  });

  it('give every code of ours a negative number, and every number a code', () => {
    const codes = ['silence', 'black', 'frozen', 'stall', 'drift', 'disk-low', 'upload-failed', 'no-sound'];
    const types = codes.map(exceptionType);
    expect(new Set(types).size).toBe(codes.length);
    expect(types.every((type) => type < 0)).toBe(true);
    expect(exceptionCode(-10)).toBe('drift');
    expect(exceptionCode(-999)).toBe('provider-exception-999');
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        expect(() => [parseCssEvent(body), parseTrtcEvent(body), parseCssEnvelope(body)]).not.toThrow();
      }),
    );
  });
});

describe('TRTC callbacks', () => {
  const names = Object.keys(trtcEventNumbers) as TrtcEvent['name'][];
  it.each(names)('print and read back %s for number and string rooms', (name) => {
    for (const room of [
      { kind: 'int', value: 123 },
      { kind: 'string', value: '123' },
    ] as const) {
      const event: TrtcEvent = {
        name,
        callbackMs: 1_700_000_000_500,
        room,
        eventMs: 1_700_000_000_123,
        userId: 'rexchang',
        reason: 1,
      };
      expect(parseTrtcEvent(printTrtcEvent(event))).toEqual(event);
    }
  });

  it.each([
    ['{"EventType":311}', 'unknown'],
    ['{"EventType":101}', 'malformed'],
    ['{"EventType":101,"EventInfo":{"RoomId":1}}', 'malformed'],
    ['{"EventType":101,"EventInfo":{"RoomId":null,"EventTs":1}}', 'malformed'],
  ])('refuse %s', (body, problem) => {
    expect(parseTrtcEvent(body)).toMatchObject({ problem });
  });
});

describe('stream_param', () => {
  it('reads the raw Base64 user id whose "=" is not escaped', () => {
    const text =
      'rtmp://1.livepush.myqcloud.com/trtc_1400000123/s?from=interactive&roomid=1001&sdkappid=1400000123&userid=MQ==&userdefinerecordid=file001';
    expect(parseStreamParam(text)).toEqual({
      sdkAppId: 1400000123,
      room: '1001',
      intRoom: false,
      userId: '1',
      userDefineRecordId: 'file001',
      streamType: null,
    });
  });

  it.each([
    ['userdefinerecordid=a&record_name=a_aux', 'aux'],
    ['userdefinerecordid=a&record_name=a_main&streamtype=aux', 'aux'],
    ['userdefinerecordid=a_main&record_name=a_main', null],
    ['record_name=a_aux', null],
    ['streamtype=mix', null],
  ] as const)('reads the type of the stream out of %s', (text, streamType) => {
    expect(parseStreamParam(text)).toMatchObject({ streamType });
  });

  it('keeps a plus of Base64 a plus', () => {
    const param = {
      ...{ sdkAppId: 1, room: 'a b', intRoom: true, userId: '>>>???' },
      ...{ userDefineRecordId: 'x=y&z', streamType: 'aux' as const },
    };
    expect(printStreamParam(param)).toContain('userid=Pj4+Pz8/');
    expect(parseStreamParam(printStreamParam(param))).toEqual(param);
  });
});
