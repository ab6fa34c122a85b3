import type { MarkLevel, MarkPhase } from '../domain/recording/facts.ts';
import { markLevels, markPhases } from '../domain/recording/facts.ts';
import { CallbackFields, Malformed } from './callback-fields.ts';

/** What our engine adds to the vendor's fields: the vendor tells that something happened, we also tell from when to when. */
export interface ExceptionMark {
  readonly code: string;
  readonly markId: string;
  readonly phase: MarkPhase;
  readonly atMs: number;
  readonly mediaMs: number | null;
}

/** event_type 341: something is wrong with a running recording (https://www.tencentcloud.com/document/product/267/68622). */
export interface CssExceptionEvent {
  readonly kind: 'record-exception';
  readonly appId: number;
  readonly domain: string;
  readonly path: string;
  readonly streamId: string;
  readonly sessionId: string;
  /** FLV, TS, MP4, AAC; empty where it concerns every format. */
  readonly fileFormat: string;
  /** Unix seconds. */
  readonly eventTime: number;
  readonly level: MarkLevel;
  /** One of the vendor's negative numbers: see {@link exceptionTypes}. */
  readonly type: number;
  /** How often it happened within the sender's interval. */
  readonly occurs: number;
  readonly desc: string;
  /** Null where the sender is the vendor. */
  readonly mark: ExceptionMark | null;
}

/** The vendor's numbers for what both of us can see; the rest of ours are below -1000, where the vendor has none. */
const vendorTypes: Readonly<Record<string, number>> = {
  drift: -10,
  'no-sound': -17,
  'no-picture': -18,
  'timestamps-jumped': -9,
  'fragments-dropped': -104,
};
const ownTypes = [
  'silence',
  'black',
  'frozen',
  'bitrate-low',
  'frame-rate-low',
  'stall',
  'length-off',
  'disk-low',
  'upload-failed',
  'codecs-unstable',
] as const;

/** The vendor's words for its numbers, as the codes that our marks carry. */
const vendorCodes: Readonly<Record<number, string>> = {
  [-8]: 'sound-timestamps-jumped',
  [-9]: 'timestamps-jumped',
  [-10]: 'drift',
  [-11]: 'picture-timestamps-wrong',
  [-16]: 'pull-failed',
  [-17]: 'no-sound',
  [-18]: 'no-picture',
  [-22]: 'sound-timestamps-still',
  [-23]: 'picture-timestamps-still',
  [-24]: 'sound-timestamps-wrong',
  [-100]: 'resolution-changed',
  [-104]: 'fragments-dropped',
  [-120]: 'codec-changed',
  [-130]: 'pictures-dropped',
  [-131]: 'sounds-dropped',
  [-132]: 'key-frames-uneven',
  [-200]: 'sound-timestamps-uneven',
  [-201]: 'picture-timestamps-uneven',
};

/** The number of a code; one that nobody has a number for is -1000. */
export function exceptionType(code: string): number {
  const vendors = vendorTypes[code];
  if (vendors !== undefined) return vendors;
  return -1000 - (1 + ownTypes.findIndex((own) => own === code));
}

/** The code of a number that came without a mark of ours. */
export function exceptionCode(type: number): string {
  return vendorCodes[type] ?? `provider-exception-${String(Math.abs(type))}`;
}

function parseMark(value: unknown): ExceptionMark | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = new CallbackFields(value as Record<string, unknown>);
  const phase = markPhases.find((name) => name === fields.text('phase'));
  if (phase === undefined) throw new Malformed(`mark.phase is ${fields.text('phase')}`);
  const mediaMs = fields.number('media_ms', -1);
  return {
    code: fields.text('code'),
    markId: fields.text('mark_id'),
    phase,
    atMs: fields.number('at_ms'),
    mediaMs: mediaMs < 0 ? null : mediaMs,
  };
}

/** `raw` is the body whose fields are `fields`. Throws {@link Malformed}. */
export function parseException(
  fields: CallbackFields,
  raw: Readonly<Record<string, unknown>>,
): CssExceptionEvent {
  const level = markLevels.find((name) => name === fields.text('exception_level'));
  if (level === undefined) throw new Malformed(`exception_level is ${fields.text('exception_level')}`);
  const { exception } = raw;
  if (typeof exception !== 'object' || exception === null) throw new Malformed('exception is no JSON object');
  const inner = new CallbackFields(exception as Record<string, unknown>);
  return {
    kind: 'record-exception',
    appId: fields.number('appid', 0),
    domain: fields.text('app', ''),
    path: fields.text('appname', ''),
    streamId: fields.text('stream_id'),
    sessionId: fields.text('session_id'),
    fileFormat: fields.text('file_format', ''),
    eventTime: fields.number('timestamp'),
    level,
    type: inner.number('type'),
    occurs: inner.number('occurs', 1),
    desc: inner.text('desc', ''),
    mark: parseMark(raw['mark']),
  };
}

/** The fields of the body beside those that every CSS callback has. */
export function printException(event: CssExceptionEvent): Record<string, unknown> {
  const { mark } = event;
  return {
    event_type: 341,
    session_id: event.sessionId,
    file_format: event.fileFormat,
    timestamp: event.eventTime,
    exception_level: event.level,
    exception: { type: event.type, occurs: event.occurs, desc: event.desc },
    ...(mark === null
      ? {}
      : {
          mark: {
            code: mark.code,
            mark_id: mark.markId,
            phase: mark.phase,
            at_ms: mark.atMs,
            ...(mark.mediaMs === null ? {} : { media_ms: mark.mediaMs }),
          },
        }),
  };
}
