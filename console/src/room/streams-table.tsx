import { Group, Table, Text } from '@mantine/core';
import type { RoomPageQuery } from '../../../client/generated/graphql.ts';
import { formatTime } from '../format/format.ts';
import { LiveBadge } from './live-badge.tsx';
import { PlayAddresses } from './play-addresses.tsx';

type Stream = NonNullable<RoomPageQuery['room']>['streams'][number];

const kinds: Readonly<Record<Stream['type'], string>> = { MAIN: 'camera', AUX: 'screen', MIX: 'mix' };

export function StreamsTable({ streams }: { readonly streams: readonly Stream[] }) {
  return (
    <Table.ScrollContainer minWidth={700}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Who</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Picture</Table.Th>
            <Table.Th>Began</Table.Th>
            <Table.Th>To watch</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {streams.map(({ id, userId, type, state, streamId, width, height, startedAt, playUrls }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Group gap={6} wrap="nowrap">
                  <Text size="sm" fw={500} maw={220} truncate title={streamId}>
                    {userId ?? streamId}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {kinds[type]}
                  </Text>
                </Group>
              </Table.Td>
              <Table.Td>
                <LiveBadge state={state} />
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {width === null || height === null || width === 0 ? '–' : `${width} × ${height}`}
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatTime(startedAt)}</Table.Td>
              <Table.Td>
                {playUrls === null || playUrls === undefined ? '–' : <PlayAddresses urls={playUrls} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
