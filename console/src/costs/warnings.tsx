import { Alert, List, Text } from '@mantine/core';
import type { CostWarningCode } from '../../../client/generated/graphql.ts';

interface Warning {
  readonly code: CostWarningCode;
  readonly message: string;
}

/** That a total lacks something, before anybody relies on it. */
export function Incomplete({
  complete,
  warnings,
}: {
  readonly complete: boolean;
  readonly warnings: readonly Warning[];
}) {
  const missing = warnings.filter(({ code }) => code === 'NO_RATE');
  if (complete) return null;
  return (
    <Alert color="orange" title="Incomplete: no rate" role="status">
      <Text size="sm">
        Something that is used has no price in this book. It is left out, never guessed, so that the total is
        too low.
      </Text>
      {missing.length > 0 && (
        <List size="sm" mt={6}>
          {missing.map(({ message }) => (
            <List.Item key={message}>{message}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** What else must be known of a cost. */
export function Notes({
  warnings,
  assumptions = [],
}: {
  readonly warnings: readonly Warning[];
  readonly assumptions?: readonly string[];
}) {
  const notes = warnings.filter(({ code }) => code !== 'NO_RATE').map(({ message }) => message);
  const all = [...notes, ...assumptions];
  if (all.length === 0) return null;
  return (
    <details>
      <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
        {notes.length === 0 ? 'Taken for granted' : 'To be known, and taken for granted'} ({all.length})
      </Text>
      <List size="sm" mt={6}>
        {all.map((message) => (
          <List.Item key={message}>{message}</List.Item>
        ))}
      </List>
    </details>
  );
}
