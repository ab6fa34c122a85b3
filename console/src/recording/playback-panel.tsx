import { Alert, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Ref } from 'react';
import { lazy, Suspense, useState } from 'react';
import type { RecordingFormat } from '../../../client/generated/graphql.ts';
import { useRecordingPlaybackQuery } from '../../../client/generated/hooks.ts';
import { formatTime } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';

const Player = lazy(async () => ({ default: (await import('../../../client/react/player.tsx')).Player }));

/** The player, with the formats to choose from; HLS first where there is one. */
export function PlaybackPanel({
  id,
  formats,
  videoRef,
}: {
  readonly id: string;
  readonly formats: readonly RecordingFormat[];
  readonly videoRef: Ref<HTMLVideoElement | null>;
}) {
  const [format, setFormat] = useState<RecordingFormat>(formats.includes('HLS') ? 'HLS' : formats[0]!);
  const { data, error, refetch } = useRecordingPlaybackQuery({ id, format });
  const [fault, setFault] = useState<string | null>(null);
  const playback = data?.recording?.playback ?? null;
  return (
    <Stack gap="xs">
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {playback !== null && (
        <Suspense fallback={<Waiting />}>
          <Player
            key={playback.url}
            ref={videoRef}
            url={playback.url}
            format={playback.file.format}
            onError={setFault}
          />
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
