import { Box, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import type { EventRowFragment } from '../../../client/generated/graphql.ts';
import { formatTime } from '../format/format.ts';

/** Everything that an event carries, as the API gives it. */
export function Payload({ event }: { readonly event: EventRowFragment }) {
  const json = JSON.stringify(event, null, 2);
  return (
    <Box py={4}>
      <Group justify="space-between" mb={6} gap="xs">
        <Text size="xs" c="dimmed">
          {event.type}, {formatTime(event.occurredAt)}
        </Text>
        <CopyButton value={json}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code
        block
        tabIndex={0}
        aria-label="The whole event"
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {json}
      </Code>
    </Box>
  );
}
