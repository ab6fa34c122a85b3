import { Group, Table, Text } from '@mantine/core';
import type { RoomPageQuery } from '../../../client/generated/graphql.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatTime } from '../format/format.ts';
import { LiveBadge } from './live-badge.tsx';
import { PlayAddresses } from './play-addresses.tsx';

type Room = NonNullable<RoomPageQuery['room']>;
type Stream = Room['streams'][number];

const kinds: Readonly<Record<Stream['type'], string>> = { MAIN: 'camera', AUX: 'screen', MIX: 'mix' };

const columns: readonly Column[] = [
  { label: 'Who' },
  { label: 'State' },
  { label: 'Picture' },
  { label: 'Began' },
  { label: 'To watch' },
];

/** Who sends; a mix has no user, and is called what its recording is. */
function nameOf({ userId, streamId }: Stream, mixes: Room['mixes']): string {
  return userId ?? mixes.find((mix) => mix.streamId === streamId)?.recordId ?? streamId;
}

export function StreamsTable({
  streams,
  mixes,
}: {
  readonly streams: readonly Stream[];
  readonly mixes: Room['mixes'];
}) {
  return (
    <DataTable name="Streams" columns={columns} minWidth={920} roomy>
      <Table.Tbody>
        {streams.map((stream) => {
          const { id, type, state, streamId, width, height, startedAt, playUrls } = stream;
          return (
            <Table.Tr key={id}>
              <Table.Td>
                <Group gap={6} wrap="nowrap">
                  <Text size="sm" fw={500} maw={220} truncate title={streamId}>
                    {nameOf(stream, mixes)}
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
          );
        })}
      </Table.Tbody>
    </DataTable>
  );
}
