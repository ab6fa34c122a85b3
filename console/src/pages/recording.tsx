import { Alert, Anchor, Group, Paper, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { RecordingFormat, RecordingPageQuery } from '../../../client/generated/graphql.ts';
import {
  useRecordingCostQuery,
  useRecordingEventsSubscription,
  useRecordingPageQuery,
  useRecordingPlaybackQuery,
} from '../../../client/generated/hooks.ts';
import { BookSelect } from '../book-select.tsx';
import { CostPanel } from '../cost-panel.tsx';
import { formatBytes, formatDuration, formatTime, zoneName } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { StateBadge } from '../state-badge.tsx';
import { useViewer } from '../viewer.ts';

const Player = lazy(async () => ({ default: (await import('../../../client/react/player.tsx')).Player }));

type Detail = NonNullable<RecordingPageQuery['recording']>;

function Playback({ id, formats }: { readonly id: string; readonly formats: readonly RecordingFormat[] }) {
  const [format, setFormat] = useState<RecordingFormat>(formats.includes('HLS') ? 'HLS' : formats[0]!);
  const { data, error, refetch } = useRecordingPlaybackQuery({ id, format });
  const [fault, setFault] = useState<string | null>(null);
  const playback = data?.recording?.playback ?? null;
  return (
    <Stack gap="xs">
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {playback !== null && (
        <Suspense fallback={<Waiting />}>
          <Player key={playback.url} url={playback.url} format={playback.file.format} onError={setFault} />
        </Suspense>
      )}
      {fault !== null && (
        <Alert color="red" role="alert">
          {fault}
        </Alert>
      )}
      <Group justify="space-between">
        {formats.length > 1 && (
          <SegmentedControl
            size="xs"
            data={[...formats]}
            value={format}
            onChange={(value) => {
              setFault(null);
              setFormat(value);
            }}
            aria-label="Format"
          />
        )}
        {playback !== null && (
          <Text size="xs" c="dimmed">
            The address works until {formatTime(playback.expiresAt)}.
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function Files({ files }: { readonly files: Detail['files'] }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs" horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Format</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th>Picture</Table.Th>
            <Table.Th ta="right">Length</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
            <Table.Th>State</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {files.map((file) => (
            <Table.Tr key={file.id}>
              <Table.Td>{file.format}</Table.Td>
              <Table.Td>
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {file.name ?? '–'}
                </Text>
                <Text size="xs" c="dimmed">
                  {file.fileId}
                </Text>
              </Table.Td>
              <Table.Td>{file.width === null ? 'sound only' : `${file.width}×${file.height ?? 0}`}</Table.Td>
              <Table.Td ta="right">{formatDuration(file.durationSeconds)}</Table.Td>
              <Table.Td ta="right">{formatBytes(file.sizeBytes)}</Table.Td>
              <Table.Td>{file.state.toLowerCase()}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Cost({ id }: { readonly id: string }) {
  const [book, setBook] = useState<string | null>(null);
  const { data, error, refetch } = useRecordingCostQuery({ id, book });
  return (
    <Paper withBorder p="md">
      <Stack>
        <Group justify="space-between" align="flex-end">
          <div>
            <Title order={2} size="h4">
              What it cost
            </Title>
            <Text size="sm" c="dimmed">
              Its shares, by use, from its beginning until now.
            </Text>
          </div>
          <BookSelect value={book} onChange={setBook} />
        </Group>
        {error !== null && <ErrorNotice error={error} retry={refetch} />}
        {data?.recording?.cost !== undefined && <CostPanel cost={data.recording.cost} />}
      </Stack>
    </Paper>
  );
}

export function RecordingPage({ id }: { readonly id: string }) {
  const { data, error, loading, refetch } = useRecordingPageQuery({ id });
  const { may } = useViewer();
  useRecordingEventsSubscription(
    {},
    {
      onNext: ({ recordingEvents }) => {
        if (recordingEvents.recording?.id === id) refetch();
      },
    },
  );
  if (error !== null) return <ErrorNotice error={error} retry={refetch} />;
  const recording = data?.recording ?? null;
  if (recording === null) {
    if (loading) return <Waiting />;
    return (
      <Paper withBorder p="xl" ta="center">
        <Text fw={500}>There is no such recording</Text>
        <Anchor component={Link} to="/" size="sm">
          To the list
        </Anchor>
      </Paper>
    );
  }
  // No browser plays FLV by itself.
  const ready = recording.files.filter(({ state, format }) => state === 'READY' && format !== 'FLV');
  const formats = [...new Set(ready.map(({ format }) => format))];
  const who =
    recording.kind === 'MIX'
      ? (recording.userDefineRecordId ?? 'Mixed')
      : (recording.userId ?? 'Unknown user');
  return (
    <Stack>
      <div>
        <Anchor component={Link} to="/" size="sm">
          ← Recordings
        </Anchor>
        <Group gap="sm" mt={4}>
          <Title order={1} size="h2">
            {who}
          </Title>
          <StateBadge state={recording.state} />
        </Group>
        <Text size="sm" c="dimmed">
          {recording.room === null ? '' : `Room ${recording.room.name} · `}
          {formatTime(recording.startedAt)} ({zoneName}) · {formatDuration(recording.durationSeconds)} ·
          stream {recording.streamId}
        </Text>
        {recording.failure !== null && (
          <Alert color="orange" mt="sm">
            {recording.failure}
          </Alert>
        )}
      </div>
      {formats.length > 0 && may('PLAY') && <Playback id={id} formats={formats} />}
      {formats.length === 0 && (
        <Paper withBorder p="xl" ta="center">
          <Text c="dimmed">
            {recording.state === 'DELETED'
              ? 'The files were deleted.'
              : 'There is nothing to play yet; this page follows what happens.'}
          </Text>
        </Paper>
      )}
      {recording.files.length > 0 && (
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="xs">
            Files
          </Title>
          <Files files={recording.files} />
        </Paper>
      )}
      {may('COSTS') && <Cost id={id} />}
    </Stack>
  );
}
