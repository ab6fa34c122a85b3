import type { StreamType } from '../room/room-key.ts';

/**
 * File names in the vendor's five forms
 * (https://www.tencentcloud.com/document/product/647/35426). The two times are UTC+8: a published sample's name
 * agrees with its CreateTime only so.
 */
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

const vendorOffsetMs = 8 * 3_600_000;

/** `2020-02-16-12-12-12` in UTC+8 for an instant in epoch milliseconds. */
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

export function printNameHead(head: NameHead): string {
  switch (head.form) {
    case 'user-defined-auto':
      return `${head.userDefineRecordId}_${head.streamType}`;
    case 'stream-id':
      return head.streamId;
    case 'plain':
      return `${String(head.sdkAppId)}_${head.room}_${head.userId}_${head.streamType}`;
    case 'user-defined':
      return head.userDefineRecordId;
    case 'record-id':
      return head.recordId;
  }
}

/** The whole name, without an extension: `<head>_<start>_<end>`. */
export function nameFile(head: NameHead, startMs: number, endMs: number): string {
  return `${printNameHead(head)}_${printNameTime(startMs)}_${printNameTime(endMs)}`;
}

/** Splits a name into head and times from the end, since ids may hold `_` and `-` themselves. */
export function parseFileName(name: string): { head: string; startMs: number; endMs: number } | null {
  const match = /^(.+)_(\d{4}(?:-\d\d){5})_(\d{4}(?:-\d\d){5})$/.exec(name);
  if (match === null) return null;
  const [, head, start, end] = match as unknown as string[];
  const startMs = parseNameTime(start!);
  const endMs = parseNameTime(end!);
  return startMs === null || endMs === null ? null : { head: head!, startMs, endMs };
}
