import type { EventType } from '../../../client/generated/graphql.ts';
import { sentences } from './sentences.ts';

/** Values are only ever added to the schema: a server that is newer may tell of more. */
export const eventTypes = Object.keys(sentences) as readonly EventType[];

const names: Readonly<Partial<Record<EventType, string>>> = {
  ROOM_USER_JOINED: 'User joined',
  ROOM_USER_LEFT: 'User left',
  RECORDING_COMMAND_LAPSED: 'Command lapsed',
  RECORDING_DUPLICATE_COST: 'Recorded twice',
  RECORDING_QUALITY_ALERT: 'Quality alert',
  RECORDING_QUALITY_RECOVERED: 'Quality recovered',
  USAGE_PLAYBACK: 'Playback counted',
};

/** `Recording file ready` of RECORDING_FILE_READY. */
export function nameOf(type: EventType): string {
  const words = type
    .toLowerCase()
    .replace(/^recording_(?=file|task|marker)/, '')
    .replaceAll('_', ' ');
  return names[type] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const failures: readonly EventType[] = [
  ...(['RECORDING_FAILED', 'RECORDING_LOST', 'RECORDING_FILE_FAILED', 'RECORDING_FILE_LOST'] as const),
  ...(['RELAY_FAILED', 'RECONCILIATION_UNRECOVERABLE', 'BILL_EXPORT_FAILED'] as const),
];
const warnings: readonly EventType[] = [
  ...(['RECORDING_COMMAND_LAPSED', 'RECORDING_QUALITY_ALERT', 'RECORDING_DUPLICATE_COST'] as const),
  ...(['MIX_REFUSED', 'MIX_LAYOUT_REFUSED', 'RELAY_REFUSED'] as const),
  ...(['RECONCILIATION_REPAIRED', 'BUDGET_CROSSED'] as const),
];
const successes: readonly EventType[] = [
  ...(['RECORDING_READY', 'RECORDING_FILE_READY', 'RECORDING_DELIVERED', 'RECORDING_RESTORED'] as const),
  ...(['RECORDING_QUALITY_RECOVERED', 'BILL_EXPORT_READY'] as const),
];

export function colorOf(type: EventType): string {
  if (failures.includes(type)) return 'red';
  if (warnings.includes(type)) return 'orange';
  return successes.includes(type) ? 'teal' : 'gray';
}

const beginning =
  (...words: readonly string[]) =>
  (type: EventType): boolean =>
    words.some((word) => type.startsWith(`${word}_`));

/** Kinds that are chosen together. */
export const bundles = [
  {
    key: 'TROUBLE',
    name: 'Trouble',
    has: (type: EventType) => failures.includes(type) || warnings.includes(type),
  },
  { key: 'ROOMS', name: 'Rooms', has: beginning('ROOM') },
  { key: 'STREAMS', name: 'Streams', has: beginning('STREAM') },
  { key: 'RECORDINGS', name: 'Recordings', has: beginning('RECORDING') },
  { key: 'MIXES', name: 'Mixes', has: beginning('MIX') },
  { key: 'RELAYS', name: 'Relays', has: beginning('RELAY') },
  { key: 'MONEY', name: 'Costs and usage', has: beginning('BUDGET', 'BILL', 'USAGE') },
  {
    key: 'SERVICE',
    name: 'Settings and repairs',
    has: beginning('APPLICATION', 'CONSENT', 'RECONCILIATION'),
  },
] as const;

/** What is chosen by bundles and single kinds together; null is everything. */
export function typesOf(kinds: readonly string[]): readonly EventType[] | null {
  if (kinds.length === 0) return null;
  const chosen = bundles.filter(({ key }) => kinds.includes(key));
  return eventTypes.filter((type) => kinds.includes(type) || chosen.some(({ has }) => has(type)));
}
