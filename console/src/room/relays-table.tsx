import { Group, Stack, Table, Text } from '@mantine/core';
import type { RoomRelayFragment } from '../../../client/generated/graphql.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { formatTime } from '../format/format.ts';
import { LiveBadge } from './live-badge.tsx';
import { PlayAddresses } from './play-addresses.tsx';

/** Targets by their places: their addresses may hold keys, and are shown to nobody. */
function Target({ target }: { readonly target: RoomRelayFragment['targets'][number] }) {
  const { place, state, message } = target;
  return (
    <div>
      <Group gap={6} wrap="nowrap">
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {place === 0 ? 'Live network' : `Push address ${place}`}
        </Text>
        {state === null ? (
          <Text size="sm" c="dimmed">
            not told yet
          </Text>
        ) : (
          <LiveBadge state={state} />
        )}
      </Group>
      {message !== '' && (
        <Text size="xs" c="orange.8">
          {message}
        </Text>
      )}
    </div>
  );
}

const columns: readonly Column[] = [
  { label: 'Stream' },
  { label: 'State' },
  { label: 'Where to' },
  { label: 'To watch' },
];

export function RelaysTable({ relays }: { readonly relays: readonly RoomRelayFragment[] }) {
  return (
    <DataTable name="Relays" columns={columns} minWidth={920} roomy>
      <Table.Tbody>
        {relays.map(
          ({ id, userId, streamType, streamId, state, failure, targets, playUrls, requestedAt }) => (
            <Table.Tr key={id} data-relay={state}>
              <Table.Td style={{ verticalAlign: 'top' }}>
                <Text size="sm" fw={500}>
                  {userId}
                  {streamType === 'AUX' ? ' (screen)' : ''}
                </Text>
                <Text size="xs" c="dimmed">
                  as {streamId}, asked for {formatTime(requestedAt)}
                </Text>
              </Table.Td>
              <Table.Td style={{ verticalAlign: 'top' }}>
                <LiveBadge state={state} />
                {failure !== null && <Text size="xs">{failure}</Text>}
              </Table.Td>
              <Table.Td style={{ verticalAlign: 'top' }}>
                <Stack gap={4}>
                  {targets.map((target) => (
                    <Target key={target.place} target={target} />
                  ))}
                </Stack>
              </Table.Td>
              <Table.Td style={{ verticalAlign: 'top' }}>
                {state === 'RUNNING' && playUrls !== null && playUrls !== undefined ? (
                  <PlayAddresses urls={playUrls} />
                ) : (
                  '–'
                )}
              </Table.Td>
            </Table.Tr>
          ),
        )}
      </Table.Tbody>
    </DataTable>
  );
}
