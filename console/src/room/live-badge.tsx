import { Badge } from '@mantine/core';
import type { MixState, RelayTargetState, StreamRelayState } from '../../../client/generated/graphql.ts';

type State = MixState | StreamRelayState | RelayTargetState | 'ACTIVE' | 'ENDED' | 'LIVE';

const looks: Readonly<Record<State, readonly [color: string, label: string]>> = {
  ACTIVE: ['red', 'Live'],
  LIVE: ['red', 'Live'],
  ENDED: ['gray', 'Over'],
  REQUESTED: ['yellow', 'Asked for'],
  RUNNING: ['teal', 'Running'],
  UNCONFIRMED: ['yellow', 'Not confirmed'],
  STOPPED: ['gray', 'Stopped'],
  REFUSED: ['orange', 'Refused'],
  FAILED: ['orange', 'Failed'],
  IDLE: ['gray', 'Over'],
  CONNECTING: ['yellow', 'Connecting'],
  RECOVERING: ['yellow', 'Connecting again'],
  DISCONNECTING: ['gray', 'Ending'],
};

export function LiveBadge({ state }: { readonly state: State }) {
  const [color, label] = looks[state];
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" style={{ flexShrink: 0 }}>
      {label}
    </Badge>
  );
}
