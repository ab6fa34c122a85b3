import { Badge, Button, Group, Paper, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type {
  RecordingKind,
  RecordingRowFragment,
  RecordingState,
} from '../../../client/generated/graphql.ts';
import { useRecordingEventsSubscription, useRecordingListQuery } from '../../../client/generated/hooks.ts';
import { formatBytes, formatDuration, formatTime, zoneName } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { StateBadge } from '../state-badge.tsx';

const pageSize = 25;
const states: readonly RecordingState[] = ['RECORDING', 'PROCESSING', 'READY', 'FAILED', 'DELETED'];
const inWords = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

function titleOf({ kind, userId, userDefineRecordId }: RecordingRowFragment): string {
  if (kind === 'MIX') return userDefineRecordId ?? 'Mixed';
  return userId ?? 'Unknown user';
}

function Row({ recording }: { readonly recording: RecordingRowFragment }) {
  const { id, kind, state, room, startedAt, durationSeconds, files, streamType } = recording;
  const bytes = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return (
    <Table.Tr>
      <Table.Td>
        <Link
          to="/recordings/$id"
          params={{ id }}
          style={{ color: 'var(--mantine-color-anchor)', fontWeight: 500, textDecoration: 'none' }}
        >
          {titleOf(recording)}
        </Link>
        {(kind === 'MIX' || streamType === 'AUX') && (
          <Badge ml="xs" size="sm" variant="default" tt="none">
            {kind === 'MIX' ? 'mix' : 'screen'}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>{room === null ? '–' : room.name}</Table.Td>
      <Table.Td>
        <StateBadge state={state} />
      </Table.Td>
      <Table.Td>{formatTime(startedAt)}</Table.Td>
      <Table.Td ta="right">{formatDuration(durationSeconds)}</Table.Td>
      <Table.Td ta="right">{files.length === 0 ? '–' : formatBytes(bytes)}</Table.Td>
      <Table.Td>{[...new Set(files.map(({ format }) => format))].join(', ') || '–'}</Table.Td>
    </Table.Tr>
  );
}

export function RecordingsPage() {
  const [state, setState] = useState<RecordingState | null>(null);
  const [kind, setKind] = useState<RecordingKind | null>(null);
  const [userId, setUserId] = useState('');
  const [user] = useDebouncedValue(userId.trim(), 300);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const after = cursors.at(-1) ?? null;
  const { data, error, loading, refetch } = useRecordingListQuery({
    first: pageSize,
    after,
    filter: { states: state === null ? null : [state], kind, userId: user === '' ? null : user },
  });
  useRecordingEventsSubscription({}, { onNext: refetch });

  const filtered = state !== null || kind !== null || user !== '';
  const fresh = (change: () => void): void => {
    change();
    setCursors([]);
  };
  const page = data?.recordings;
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={1} size="h2">
            Recordings
          </Title>
          <Text size="sm" c="dimmed">
            {page === undefined ? ' ' : `${page.totalCount} in all · times in ${zoneName}`}
          </Text>
        </div>
        <Group align="flex-end">
          <TextInput
            label="User"
            placeholder="any"
            value={userId}
            onChange={(event) => {
              const { value } = event.currentTarget;
              fresh(() => {
                setUserId(value);
              });
            }}
            w={160}
          />
          <Select
            label="State"
            placeholder="any"
            clearable
            data={states.map((value) => ({ value, label: inWords(value) }))}
            value={state}
            onChange={(value) => {
              fresh(() => {
                setState(value);
              });
            }}
            w={150}
          />
          <Select
            label="Kind"
            placeholder="any"
            clearable
            data={[
              { value: 'STREAM', label: 'One stream' },
              { value: 'MIX', label: 'Mixed' },
            ]}
            value={kind}
            onChange={(value) => {
              fresh(() => {
                setKind(value);
              });
            }}
            w={150}
          />
        </Group>
      </Group>
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {page === undefined && loading && <Waiting />}
      {page?.edges.length === 0 && (
        <Paper withBorder p="xl" ta="center">
          <Text fw={500}>{filtered ? 'Nothing matches' : 'Nothing has been recorded yet'}</Text>
          <Text size="sm" c="dimmed">
            {filtered ? 'Try other filters.' : 'A recording appears here as soon as someone publishes.'}
          </Text>
        </Paper>
      )}
      {page !== undefined && page.edges.length > 0 && (
        <Paper withBorder>
          <Table.ScrollContainer minWidth={760}>
            <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>Room</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Began</Table.Th>
                  <Table.Th ta="right">Length</Table.Th>
                  <Table.Th ta="right">Size</Table.Th>
                  <Table.Th>Formats</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {page.edges.map(({ node }) => (
                  <Row key={node.id} recording={node} />
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
            Newer
          </Button>
          <Button
            variant="default"
            disabled={!page.pageInfo.hasNextPage}
            onClick={() => {
              const next = page.pageInfo.endCursor;
              if (next !== null) setCursors([...cursors, next]);
            }}
          >
            Older
          </Button>
        </Group>
      )}
    </Stack>
  );
}
