import { Badge } from '@mantine/core';
import type { RecordingState } from '../../client/generated/graphql.ts';

const looks: Readonly<Record<RecordingState, { readonly color: string; readonly label: string }>> = {
  RECORDING: { color: 'red', label: 'Recording' },
  PAUSED: { color: 'orange', label: 'Paused' },
  WAITING: { color: 'yellow', label: 'Waiting' },
  PROCESSING: { color: 'yellow', label: 'Processing' },
  READY: { color: 'teal', label: 'Ready' },
  FAILED: { color: 'orange', label: 'Failed' },
  TRASHED: { color: 'orange', label: 'In the trash' },
  DELETED: { color: 'gray', label: 'Deleted' },
  LOST: { color: 'red', label: 'Lost' },
  DELIVERED: { color: 'teal', label: 'Delivered' },
};

/** States in the order of a recording's life. */
export const stateOrder = Object.keys(looks) as readonly RecordingState[];

export function labelOf(state: RecordingState): string {
  return looks[state].label;
}

export function StateBadge({ state }: { readonly state: RecordingState }) {
  const { color, label } = looks[state];
  return (
    <Badge color={color} variant="light" tt="none">
      {label}
    </Badge>
  );
}
