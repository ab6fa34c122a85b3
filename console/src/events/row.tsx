import { Badge, Box, Group, Table, Text } from '@mantine/core';
import { memo, useId, useState } from 'react';
import type { EventRowFragment, EventType } from '../../../client/generated/graphql.ts';
import { FoldButton } from '../fold.tsx';
import { formatClock, formatDate, formatTime, isToday } from '../format/format.ts';
import { titleOf } from '../recordings/title.ts';
import { TextLink } from '../text-link.tsx';
import { colorOf, nameOf } from './kinds.ts';
import { Payload } from './payload.tsx';
import { say } from './sentences.ts';

/** The recording, else the user; and the room. */
function About({ event: { recording, room, userId } }: { readonly event: EventRowFragment }) {
  if (recording === null && room === null && userId === null) return '–';
  return (
    <Group gap={6} component="span" style={{ overflowWrap: 'anywhere', rowGap: 0 }}>
      {recording !== null ? (
        <TextLink to="/recordings/$id" params={{ id: recording.id }} fw={500}>
          {titleOf(recording)}
        </TextLink>
      ) : (
        userId !== null && (
          <Text size="sm" component="span">
            {userId}
          </Text>
        )
      )}
      {room !== null && (
        <TextLink to="/rooms/$id" params={{ id: room.id }} c="dimmed" underline="always">
          room {room.name}
        </TextLink>
      )}
    </Group>
  );
}

function Kind({ type }: { readonly type: EventType }) {
  return (
    <Badge color={colorOf(type)} variant="light" tt="none">
      {nameOf(type)}
    </Badge>
  );
}

/** An event, which unfolds to all that it carries. It never changes: a list that moves draws only what is new. */
export const EventRow = memo(function EventRow({
  event,
  application,
  columns,
}: {
  readonly event: EventRowFragment;
  /** The name of its application, where there are several. */
  readonly application: string | null;
  /** How many there are. */
  readonly columns: number;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { occurredAt, type, data } = event;
  const at = new Date(occurredAt);
  return (
    <>
      <Table.Tr data-event={type} style={{ verticalAlign: 'top' }}>
        <Table.Td style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
          <time dateTime={occurredAt} title={formatTime(occurredAt)}>
            {formatClock(at)}
            {!isToday(at) && (
              <Text size="xs" c="dimmed" component="span" display="block">
                {formatDate(at)}
              </Text>
            )}
          </time>
        </Table.Td>
        <Table.Td visibleFrom="sm">
          <Kind type={type} />
        </Table.Td>
        <Table.Td visibleFrom="sm">
          <About event={event} />
        </Table.Td>
        {application !== null && <Table.Td visibleFrom="sm">{application}</Table.Td>}
        <Table.Td style={{ overflowWrap: 'anywhere' }}>
          <Box hiddenFrom="sm">
            <Kind type={type} />
          </Box>
          <FoldButton
            open={open}
            controls={id}
            onToggle={() => {
              setOpen(!open);
            }}
          >
            {say(type, data)}
          </FoldButton>
          <Box hiddenFrom="sm">
            <About event={event} />
            {application !== null && (
              <Text size="xs" c="dimmed">
                {application}
              </Text>
            )}
          </Box>
        </Table.Td>
      </Table.Tr>
      <Table.Tr id={id} hidden={!open}>
        <Table.Td colSpan={columns} bg="var(--mantine-color-default-hover)">
          {open && <Payload event={event} />}
        </Table.Td>
      </Table.Tr>
    </>
  );
});
