import { Alert, Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { RecordingState } from '../../../client/generated/graphql.ts';
import {
  useRecordingCostQuery,
  useRecordingEventsSubscription,
  useRecordingPageQuery,
} from '../../../client/generated/hooks.ts';
import { BookSelect } from '../book-select.tsx';
import { CostPanel } from '../cost-panel.tsx';
import { formatDuration, formatTime, zoneName } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { Controls } from '../recording/controls.tsx';
import { FactsPanel } from '../recording/facts-panel.tsx';
import { FilesTable } from '../recording/files-table.tsx';
import { PlaybackPanel } from '../recording/playback-panel.tsx';
import { TimelinePanel } from '../recording/timeline-panel.tsx';
import { titleOf } from '../recordings/title.ts';
import { StateBadge } from '../state-badge.tsx';
import { useViewer } from '../viewer.ts';

/** Why there is nothing to play, where that will not change by waiting. */
const absences: Readonly<Partial<Record<RecordingState, string>>> = {
  FAILED: 'No file came of it.',
  TRASHED: 'The files are in the trash: closed to players until they are taken out of it.',
  DELETED: 'The files were deleted.',
  LOST: 'The media library no longer has the files, and nobody here deleted them.',
  DELIVERED: 'The files were delivered to the folder of the operator, and then deleted.',
};

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
  const video = useRef<HTMLVideoElement>(null);
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
  const player = {
    position: () => video.current?.currentTime ?? null,
    seek(seconds: number) {
      if (video.current !== null) video.current.currentTime = seconds;
    },
  };
  return (
    <Stack>
      <div>
        <Anchor component={Link} to="/" size="sm">
          ← Recordings
        </Anchor>
        <Group gap="sm" mt={4}>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            {titleOf(recording)}
          </Title>
          <StateBadge state={recording.state} />
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {recording.room !== null && (
            <>
              <Anchor component={Link} to={`/rooms/${recording.room.id}`} size="sm">
                Room {recording.room.name}
              </Anchor>
              {' · '}
            </>
          )}
          {formatTime(recording.startedAt)} ({zoneName}) · {formatDuration(recording.durationSeconds)} ·
          stream {recording.streamId}
        </Text>
        {recording.failure !== null && (
          <Alert color="orange" mt="sm">
            {recording.failure}
          </Alert>
        )}
      </div>
      <Controls recording={recording} onDone={refetch} />
      {formats.length > 0 && may('PLAY') && <PlaybackPanel id={id} formats={formats} videoRef={video} />}
      {formats.length === 0 && (
        <Paper withBorder p="xl" ta="center">
          <Text c="dimmed">
            {absences[recording.state] ?? 'There is nothing to play yet; this page follows what happens.'}
          </Text>
        </Paper>
      )}
      <TimelinePanel recording={recording} player={player} onChanged={refetch} />
      <FactsPanel recording={recording} onChanged={refetch} />
      {recording.files.length > 0 && (
        <Paper withBorder p="md">
          <Title order={2} size="h4" mb="xs">
            Files
          </Title>
          <FilesTable files={recording.files} />
        </Paper>
      )}
      {may('COSTS') && <Cost id={id} />}
    </Stack>
  );
}
