import type { EventType } from '../../../client/generated/graphql.ts';
import { formatBytes, formatDuration, formatPeriod, formatTime } from '../format/format.ts';

type Data = Readonly<Record<string, unknown>>;

function text(data: Data, field: string): string | null {
  const value = data[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(data: Data, field: string): number | null {
  const value = data[field];
  return typeof value === 'number' ? value : null;
}

/** `NO_VIDEO` as `no video`. */
function words(code: string | null): string {
  return code === null ? 'unknown' : code.toLowerCase().replaceAll(/[_-]/g, ' ');
}

/** `It failed: too large.`; without why, `It failed.` */
function because(sentence: string, why: string | null): string {
  return why === null ? `${sentence}.` : `${sentence}: ${why.replace(/\.$/, '')}.`;
}

function user(data: Data): string {
  return text(data, 'userId') ?? 'An unknown user';
}

function stream(data: Data): string {
  const kind = text(data, 'streamType') === 'AUX' ? 'screen' : 'stream';
  const [width, height] = [number(data, 'width'), number(data, 'height')];
  return `${user(data)}’s ${kind}${width === null || height === null ? '' : `, ${width} × ${height},`}`;
}

/** `The MP4 file (59.6 kB)`; from the second part on `The MP4 file, part 2 (59.6 kB)`. Its name, which is long, stands in the data. */
function file(data: Data): string {
  const [part, bytes] = [number(data, 'part') ?? 1, number(data, 'bytes')];
  const size = bytes === null ? '' : ` (${formatBytes(bytes)})`;
  return `The ${(text(data, 'format') ?? '').toUpperCase()} file${part > 1 ? `, part ${part}` : ''}${size}`.replace(
    '  ',
    ' ',
  );
}

function mix(data: Data): string {
  return `The mix ${text(data, 'recordId') ?? text(data, 'streamId') ?? ''}`.trimEnd();
}

function relay(data: Data): string {
  return `The relay of ${text(data, 'userId') ?? text(data, 'streamId') ?? 'a stream'}`;
}

function duration(data: Data): string {
  const milliseconds = number(data, 'durationMs');
  return milliseconds === null ? '' : ` after ${formatDuration(milliseconds / 1000)}`;
}

function gapReason(data: Data): string | null {
  const reason = text((data['gap'] ?? {}) as Data, 'reason');
  return reason === null ? null : words(reason);
}

function mark(data: Data): string {
  const detail = data['detail'];
  return because(
    `${text(data, 'level') === 'error' ? 'Serious' : 'Noticed'}: ${words(text(data, 'code'))}`,
    typeof detail === 'string' ? detail : null,
  );
}

function marker(data: Data): string {
  const at = number(data, 'mediaSeconds');
  return `“${text(data, 'label') ?? '?'}”${at === null ? '' : ` at ${formatDuration(at)}`}`;
}

function targets(data: Data): string {
  const all = Array.isArray(data['targets']) ? (data['targets'] as readonly Data[]) : [];
  return all
    .map((target) => {
      const message = text(target, 'message');
      const place = `target ${(number(target, 'place') ?? 0) + 1}`;
      return `${place} ${words(text(target, 'state'))}${message === null ? '' : ` (${message})`}`;
    })
    .join(', ');
}

function list(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(', ') : '';
}

/** What each kind of event says, from the snapshot in it. */
export const sentences: Readonly<Record<EventType, (data: Data) => string>> = {
  ROOM_STARTED: (data) => `Session ${number(data, 'number') ?? ''} of the room began.`.replace('  ', ' '),
  ROOM_ENDED: () => 'The room was dismissed.',
  ROOM_USER_JOINED: (data) => `${user(data)} entered.`,
  ROOM_USER_LEFT: (data) => because(`${user(data)} left`, text(data, 'reason')),
  STREAM_STARTED: (data) => `${stream(data)} went on air.`,
  STREAM_ENDED: (data) => `${stream(data)} ended.`,
  STREAM_RESUMED: (data) => `${stream(data)} came back; its recording goes on.`,
  RECORDING_STARTED: () => 'Recording began.',
  RECORDING_ENDED: (data) => `Recording ended${duration(data)}; its files follow.`,
  RECORDING_PAUSED: (data) => because('Media is left out from here on', gapReason(data)),
  RECORDING_RESUMED: () => 'Media is recorded again.',
  RECORDING_READY: () => 'All its files are confirmed: it can be played.',
  RECORDING_FAILED: (data) => because('It ended without the files it should have', text(data, 'failure')),
  RECORDING_DELETED: () => 'Its files were deleted.',
  RECORDING_TRASHED: () => 'It went into the trash; it is charged until it is purged.',
  RECORDING_RESTORED: () => 'It came back out of the trash.',
  RECORDING_LOST: () => 'Nothing of it is left in the media library, and nobody here deleted it.',
  RECORDING_DELIVERED: () => 'Every file was fetched to the operator’s folder, and then deleted.',
  RECORDING_UPDATED: () => 'Its tags, description or retention changed.',
  RECORDING_HELD: (data) => because('A legal hold was put on it', text(data, 'reason')),
  RECORDING_RELEASED: () => 'A legal hold was taken off it.',
  RECORDING_EXPIRING: (data) => `Its retention ends soon: ${formatTime(text(data, 'expiresAt'))}.`,
  RECORDING_EXPIRED: () => 'Its retention ended and its files were deleted.',
  RECORDING_FILE_ANNOUNCED: (data) => `${file(data)} was announced; it is not confirmed yet.`,
  RECORDING_FILE_READY: (data) => `${file(data)} can be played.`,
  RECORDING_FILE_FAILED: (data) => `${file(data)} was not known to the media library in time.`,
  RECORDING_FILE_TRASHED: (data) => `${file(data)} went into the trash.`,
  RECORDING_FILE_RESTORED: (data) => `${file(data)} came back out of the trash.`,
  RECORDING_FILE_DELETED: (data) =>
    because(`${file(data)} was deleted`, text(data, 'goneBecause') && words(text(data, 'goneBecause'))),
  RECORDING_FILE_LOST: (data) =>
    `${file(data)} is gone, and nobody here deleted it.${data['severe'] === true ? ' It was under protection.' : ''}`,
  RECORDING_FILE_DELIVERED: (data) => `${file(data)} was fetched, verified, and then deleted.`,
  RECORDING_DUPLICATE_COST: (data) =>
    `The same is recorded twice at a time: ${number(data, 'extraChannels') ?? 'some'} more channels are charged.`,
  RECORDING_QUALITY_ALERT: mark,
  RECORDING_QUALITY_RECOVERED: (data) => `Over: ${words(text(data, 'code'))}.`,
  RECORDING_COMMAND_LAPSED: (data) =>
    because(`Nothing showed in time that ${words(text(data, 'kind'))} was done`, text(data, 'failure')),
  RECORDING_MARKER_ADDED: (data) => `The marker ${marker(data)} was added.`,
  RECORDING_MARKER_UPDATED: (data) => `The marker ${marker(data)} was changed.`,
  RECORDING_MARKER_REMOVED: (data) => `The marker ${marker(data)} was removed.`,
  RECORDING_TASK_CHANGED: (data) =>
    because(
      `The task of room ${text(data, 'room') ?? number(data, 'room') ?? '?'} is ${words(text(data, 'state'))}`,
      text(data, 'failure'),
    ),
  MIX_REQUESTED: (data) => `${mix(data)} was asked for.`,
  MIX_STARTED: (data) => `${mix(data)} runs.`,
  MIX_STOPPED: (data) => `${mix(data)} ended.`,
  MIX_REFUSED: (data) => because(`${mix(data)} was refused`, text(data, 'failure')),
  MIX_LAYOUT_REQUESTED: (data) => `${mix(data)} shall have another layout.`,
  MIX_LAYOUT_CHANGED: (data) => `${mix(data)} has its other layout.`,
  MIX_LAYOUT_REFUSED: (data) => `${mix(data)} was refused its other layout; the one before goes on.`,
  RELAY_REQUESTED: (data) => `${relay(data)} was asked for.`,
  RELAY_STARTED: (data) => `${relay(data)} runs.`,
  RELAY_STOPPED: (data) => `${relay(data)} is over.`,
  RELAY_REFUSED: (data) => because(`${relay(data)} was refused`, text(data, 'failure')),
  RELAY_FAILED: (data) => because(`${relay(data)} reaches no target`, text(data, 'failure')),
  RELAY_TARGET_CHANGED: (data) => `${relay(data)}: ${targets(data)}.`,
  BUDGET_CROSSED: (data) =>
    `${formatPeriod(text(data, 'month') ?? '')} crossed ${number(data, 'percent') ?? '?'} % of the budget ` +
    `“${text(data, 'budget') ?? '?'}” by ${text(data, 'basis') === 'FORECAST' ? 'its forecast' : 'what was spent'}.`,
  BILL_EXPORT_READY: (data) =>
    `The ${text(data, 'format') ?? ''} file of ${list(data['months'])} can be fetched.`,
  BILL_EXPORT_FAILED: (data) =>
    because(`The export of ${list(data['months'])} could not be made`, text(data, 'error')),
  USAGE_PLAYBACK: (data) => `${formatBytes(number(data, 'bytes'))} of playback were counted.`,
  APPLICATION_CREATED: (data) => `The application ${text(data, 'name') ?? ''} was made.`,
  APPLICATION_SETTINGS_CHANGED: (data) =>
    because('How it is to record was changed', list(data['changed']) || text(data, 'changed')),
  CONSENT_CHANGED: (data) =>
    `${user(data)} may ${data['allowed'] === true ? '' : 'not '}be recorded${data['allowed'] === true ? '' : ' any more'}.`,
  RECONCILIATION_REPAIRED: (data) =>
    `No callback told of ${text(data, 'missing') ?? 'something'}; it was found by asking.`,
  RECONCILIATION_UNRECOVERABLE: (data) =>
    `What was missed from ${formatTime(text(data, 'from'))} until ${formatTime(text(data, 'until'))} stays unknown.`,
};

/** An event in a sentence; of a kind that is newer than this console, that it is. */
export function say(type: EventType, data: Data): string {
  const known = sentences as Readonly<Partial<Record<EventType, (data: Data) => string>>>;
  return known[type]?.(data) ?? 'A kind that this console does not know yet; its data tells more.';
}
