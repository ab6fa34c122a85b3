import { Alert, Badge, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useConnection } from '../../../client/react/connection.ts';
import { formatClock } from '../format/format.ts';

/** A shorter interruption is not worth a word: nothing is lost by it. */
const worthAWordMs = 1000;

/** The live connection as an operator sees it. */
export interface Line {
  /** `opening` until it stood for the first time. */
  readonly state: 'opening' | 'up' | 'lost';
  /** The last interruption; its end is null while it lasts. */
  readonly interruption: { readonly from: Date; readonly until: Date | null } | null;
  readonly forget: () => void;
}

export function useLine(): Line {
  const stands = useConnection();
  const [stood, setStood] = useState(stands);
  const [interruption, setInterruption] = useState<Line['interruption']>(null);
  useEffect(() => {
    if (stands) {
      setStood(true);
      setInterruption((last) => (last?.until === null ? { ...last, until: new Date() } : last));
      return;
    }
    if (!stood) return;
    const from = new Date();
    const timer = setTimeout(() => {
      setInterruption({ from, until: null });
    }, worthAWordMs);
    return () => {
      clearTimeout(timer);
    };
  }, [stands, stood]);
  return {
    state: interruption?.until === null ? 'lost' : stood ? 'up' : 'opening',
    interruption,
    forget: () => {
      setInterruption(null);
    },
  };
}

const looks = {
  opening: { color: 'gray', label: 'Connecting' },
  up: { color: 'teal', label: 'Live' },
  lost: { color: 'red', label: 'Connection lost' },
  paused: { color: 'yellow', label: 'Paused' },
  ended: { color: 'red', label: 'Ended' },
} as const;

export function LineBadge({ state }: { readonly state: keyof typeof looks }) {
  const { color, label } = looks[state];
  return (
    <Badge color={color} variant="light" tt="none" size="lg" role="status">
      {label}
    </Badge>
  );
}

/** That the connection is lost, or that it is back and what that means for the list. */
export function LineNotice({ line: { interruption, forget } }: { readonly line: Line }) {
  if (interruption === null) return null;
  const { from, until } = interruption;
  if (until === null)
    return (
      <Alert color="red" role="alert" title={`No connection since ${formatClock(from)}`}>
        <Text size="sm">
          It is tried again by itself, at the latest every nine seconds. What happens meanwhile will follow:
          the list goes on where it stopped.
        </Text>
      </Alert>
    );
  return (
    <Alert
      color="teal"
      role="status"
      title={`Connected again since ${formatClock(until)}`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={forget}
    >
      <Text size="sm">
        There was no connection from {formatClock(from)} on. Nothing was lost: the list went on where it
        stopped.
      </Text>
    </Alert>
  );
}
