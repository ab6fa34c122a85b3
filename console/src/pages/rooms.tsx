import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RoomListQuery } from '../../../client/generated/graphql.ts';
import { useRoomEventsSubscription, useRoomListQuery } from '../../../client/generated/hooks.ts';
import { formatTime, zoneName } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { LiveBadge } from '../room/live-badge.tsx';

const pageSize = 25;

function RoomRow({ room }: { readonly room: RoomListQuery['rooms']['edges'][number]['node'] }) {
  const { id, name, state, startedAt, streams, mixes, relays } = room;
  const running = (list: readonly { readonly state: string }[], wanted: string): string =>
    String(list.filter((each) => each.state === wanted).length);
  return (
    <Table.Tr>
      <Table.Td>
        <Link
          to="/rooms/$id"
          params={{ id }}
          style={{ color: 'var(--mantine-color-anchor)', fontWeight: 500, textDecoration: 'none' }}
        >
          {name}
        </Link>
      </Table.Td>
      <Table.Td>
        <LiveBadge state={state} />
      </Table.Td>
      <Table.Td>{formatTime(startedAt)}</Table.Td>
      <Table.Td ta="right">{running(streams, 'LIVE')}</Table.Td>
      <Table.Td ta="right">{running(mixes, 'RUNNING')}</Table.Td>
      <Table.Td ta="right">{running(relays, 'RUNNING')}</Table.Td>
    </Table.Tr>
  );
}

/** Room sessions, newest first, with what runs in each now. */
export function RoomsPage() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const { data, error, loading, refetch } = useRoomListQuery({
    first: pageSize,
    after: cursors.at(-1) ?? null,
  });
  useRoomEventsSubscription({}, { onNext: refetch });
  const page = data?.rooms;
  return (
    <Stack>
      <div>
        <Title order={1} size="h2">
          Rooms
        </Title>
        <Text size="sm" c="dimmed">
          {page === undefined ? ' ' : `${page.totalCount} in all · times in ${zoneName}`}
        </Text>
      </div>
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {page === undefined && loading && <Waiting />}
      {page?.edges.length === 0 && (
        <Paper withBorder p="xl" ta="center">
          <Text fw={500}>Nobody was in a room yet</Text>
        </Paper>
      )}
      {page !== undefined && page.edges.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer minWidth={640}>
            <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Room</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Began</Table.Th>
                  <Table.Th ta="right">Live streams</Table.Th>
                  <Table.Th ta="right">Mixes</Table.Th>
                  <Table.Th ta="right">Relays</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {page.edges.map(({ node }) => (
                  <RoomRow key={node.id} room={node} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {page !== undefined && (cursors.length > 0 || page.pageInfo.hasNextPage) && (
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={cursors.length === 0}
            onClick={() => {
              setCursors(cursors.slice(0, -1));
            }}
          >
            Back
          </Button>
          <Button
            variant="default"
            disabled={!page.pageInfo.hasNextPage}
            onClick={() => {
              const next = page.pageInfo.endCursor;
              if (next !== null) setCursors([...cursors, next]);
            }}
          >
            Next
          </Button>
        </Group>
      )}
    </Stack>
  );
}
