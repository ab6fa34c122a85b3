import { DomainError } from '../../../domain/errors.ts';

/** The types that `node` finds. */
export const nodeTypes = [
  'Application',
  'Room',
  'Stream',
  'Recording',
  'RecordingFile',
  'RecordingMarker',
  'Mix',
  'StreamRelay',
] as const;
export type NodeType = (typeof nodeTypes)[number];

export interface GlobalId {
  readonly type: NodeType;
  /** The record's own id. */
  readonly key: string;
}

/** `Type:id` in base64url: opaque to clients, who only hand it back. */
export function printGlobalId(type: NodeType, key: string): string {
  return Buffer.from(`${type}:${key}`, 'latin1').toString('base64url');
}

export function parseGlobalId(id: string): GlobalId | null {
  const text = Buffer.from(id, 'base64url').toString('latin1');
  const colon = text.indexOf(':');
  const type = nodeTypes.find((name) => name === text.slice(0, colon));
  const key = text.slice(colon + 1);
  return type === undefined || key === '' || printGlobalId(type, key) !== id ? null : { type, key };
}

/** The key of an id that must be of one type. Throws BAD_INPUT naming the field. */
export function keyOf(type: NodeType, id: string, field: string): string {
  const parsed = parseGlobalId(id);
  if (parsed?.type === type) return parsed.key;
  const got = parsed === null ? JSON.stringify(id.slice(0, 80)) : `the id of a ${parsed.type}`;
  throw new DomainError(
    'BAD_INPUT',
    'caller',
    `${field} is ${got}; allowed: the id of a ${type}, as this API gave it`,
    {
      faults: [{ field, got, allowed: `the id of a ${type}` }],
    },
  );
}
