import type { StreamType } from '../room/room-key.ts';

/**
 * File names in the vendor's five forms, in the order of its page
 * (https://www.tencentcloud.com/document/product/647/35426): `<head>_<start>_<end>`. The two times are UTC+8: a published
 * sample's name agrees with its CreateTime only so.
 */
export const nameForms = ['user-defined-auto', 'stream-id', 'plain', 'user-defined', 'record-id'] as const;
export type NameForm = (typeof nameForms)[number];

/** What stands before the times. Ids may hold `_` and `-` themselves. */
export type NameHead =
  | {
      readonly form: 'user-defined-auto';
      readonly userDefineRecordId: string;
      readonly streamType: StreamType;
    }
  | { readonly form: 'stream-id'; readonly streamId: string }
  | {
      readonly form: 'plain';
      readonly sdkAppId: number;
      readonly room: string;
      readonly userId: string;
      readonly streamType: StreamType;
    }
  | { readonly form: 'user-defined'; readonly userDefineRecordId: string }
  | { readonly form: 'record-id'; readonly recordId: string };
type HeadOf<F extends NameForm> = Extract<NameHead, { readonly form: F }>;

/** What else is known of a recording: absent is not known, null is known not to have been given. */
export interface KnownOfName {
  /** The forms that its way of recording gives (`nameFormsOf`). */
  readonly forms?: readonly NameForm[];
  readonly sdkAppId?: number;
  readonly room?: string;
  readonly userId?: string | null;
  readonly streamType?: StreamType;
  readonly userDefineRecordId?: string | null;
  /** The id that the publisher chose: the default one is not a choice. */
  readonly streamId?: string | null;
  readonly recordId?: string | null;
}

interface FormRow<H extends NameHead> {
  print(head: H): string;
  /** Every head of this form that prints as the text. */
  read(text: string): readonly H[];
  /** What a publisher did not give whose file has this form. */
  readonly without: readonly ('userDefineRecordId' | 'streamId')[];
}

const typed = /^(.+)_(main|aux)$/su;

/** Splits `<head>_main` and `<head>_aux`. */
function readTyped(text: string): { readonly head: string; readonly streamType: StreamType } | null {
  const match = typed.exec(text);
  return match === null ? null : { head: match[1]!, streamType: match[2] as StreamType };
}

/** A room and a user may both hold `_`: each place between them is one reading. */
function readPlain(text: string): readonly HeadOf<'plain'>[] {
  const read = readTyped(text);
  const match = read && /^([1-9]\d{0,14})_(.+)$/su.exec(read.head);
  if (match === null) return [];
  const [, sdkAppId, names] = match as unknown as [string, string, string];
  const found: HeadOf<'plain'>[] = [];
  for (let at = names.indexOf('_', 1); at > 0 && at < names.length - 1; at = names.indexOf('_', at + 1))
    found.push({
      form: 'plain',
      sdkAppId: Number(sdkAppId),
      room: names.slice(0, at),
      userId: names.slice(at + 1),
      streamType: read!.streamType,
    });
  return found;
}

/** The five forms, each printed and read back. */
const forms: { readonly [F in NameForm]: FormRow<HeadOf<F>> } = {
  'user-defined-auto': {
    print: ({ userDefineRecordId, streamType }) => `${userDefineRecordId}_${streamType}`,
    read(text) {
      const read = readTyped(text);
      if (read === null) return [];
      return [{ form: 'user-defined-auto', userDefineRecordId: read.head, streamType: read.streamType }];
    },
    without: [],
  },
  'stream-id': {
    print: ({ streamId }) => streamId,
    read: (streamId) => [{ form: 'stream-id', streamId }],
    without: ['userDefineRecordId'],
  },
  plain: {
    print: ({ sdkAppId, room, userId, streamType }) => `${String(sdkAppId)}_${room}_${userId}_${streamType}`,
    read: readPlain,
    without: ['userDefineRecordId', 'streamId'],
  },
  'user-defined': {
    print: ({ userDefineRecordId }) => userDefineRecordId,
    read: (userDefineRecordId) => [{ form: 'user-defined', userDefineRecordId }],
    without: [],
  },
  'record-id': {
    print: ({ recordId }) => recordId,
    read: (recordId) => [{ form: 'record-id', recordId }],
    without: [],
  },
};

export function printNameHead(head: NameHead): string {
  return (forms[head.form] as FormRow<NameHead>).print(head);
}

function agrees(head: NameHead, known: KnownOfName): boolean {
  const { form, ...parts } = head;
  return (
    (known.forms?.includes(form) ?? true) &&
    forms[form].without.every((part) => (known[part] ?? null) === null) &&
    Object.entries(parts).every(([part, value]) => {
      const wanted = known[part as keyof Omit<KnownOfName, 'forms'>];
      return wanted === undefined || wanted === value;
    })
  );
}

/**
 * Every head that prints as this text and contradicts nothing that is known, in the order of the forms. A text alone is
 * never certain: whatever it is, it could be an id that somebody chose. The vendor's page of 2020 had no stream type in
 * the first form, which then reads as `user-defined`.
 */
export function readNameHeads(text: string, known: KnownOfName = {}): readonly NameHead[] {
  if (text === '') return [];
  return nameForms.flatMap((form): readonly NameHead[] =>
    forms[form].read(text).filter((head) => agrees(head, known)),
  );
}

const vendorOffsetMs = 8 * 3_600_000;

/** `2020-02-16-12-12-12` in UTC+8 for an instant in epoch milliseconds of the years 0 to 9999. */
export function printNameTime(epochMs: number): string {
  return new Date(epochMs + vendorOffsetMs).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
}

/** The instant of a name's time in epoch milliseconds, or null when it is no calendar time. */
export function parseNameTime(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return null;
  const [, date, hour, minute, second] = match as unknown as string[];
  const epochMs = Date.parse(`${date!}T${hour!}:${minute!}:${second!}Z`) - vendorOffsetMs;
  return Number.isNaN(epochMs) || printNameTime(epochMs) !== text ? null : epochMs;
}

/** `<head>_<start>_<end>`, without an extension: a name in the media library, which may hold the same one twice. */
export function printFileName(head: string, startMs: number, endMs: number): string {
  return `${head}_${printNameTime(startMs)}_${printNameTime(endMs)}`;
}

/** Splits a name into head and times from the end, since ids may hold `_` and `-` themselves. */
export function parseFileName(name: string): { head: string; startMs: number; endMs: number } | null {
  const match = /^(.+)_(\d{4}(?:-\d\d){5})_(\d{4}(?:-\d\d){5})$/su.exec(name);
  if (match === null) return null;
  const [, head, start, end] = match as unknown as string[];
  const startMs = parseNameTime(start!);
  const endMs = parseNameTime(end!);
  return startMs === null || endMs === null ? null : { head: head!, startMs, endMs };
}

export interface ReadFileName {
  readonly startMs: number;
  readonly endMs: number;
  /** See `readNameHeads`; one alone is certain. */
  readonly heads: readonly NameHead[];
}

/** A whole name read; null when it does not end in two times. */
export function readFileName(name: string, known: KnownOfName = {}): ReadFileName | null {
  const parts = parseFileName(name);
  if (parts === null) return null;
  const { head, startMs, endMs } = parts;
  return { startMs, endMs, heads: readNameHeads(head, known) };
}
