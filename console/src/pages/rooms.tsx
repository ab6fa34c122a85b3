import { Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RoomListQuery } from '../../../client/generated/graphql.ts';
import { useRoomEventsSubscription, useRoomListQuery } from '../../../client/generated/hooks.ts';
import type { Column } from '../data-table.tsx';
import { formatTime, zoneName } from '../format/format.ts';
import { ErrorNotice } from '../notice.tsx';
import { PagedList } from '../paged-list.tsx';
import { LiveBadge } from '../room/live-badge.tsx';

const pageSize = 25;
const columns: readonly Column[] = [
  { label: 'Room' },
  { label: 'State' },
  { label: 'Began' },
  { label: 'Live streams', right: true },
  { label: 'Mixes', right: true },
  { label: 'Relays', right: true },
];

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
      <PagedList
        name="Rooms"
        columns={columns}
        minWidth={640}
        page={page}
        loading={loading}
        nothing={{ title: 'Nobody was in a room yet' }}
        cursors={cursors}
        onCursors={setCursors}
        row={(node) => <RoomRow key={node.id} room={node} />}
      />
    </Stack>
  );
}
