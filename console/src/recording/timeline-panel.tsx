import { ActionIcon, Badge, Button, Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { RoomtapeError } from '../../../client/core/error.ts';
import type { RecordingPageQuery } from '../../../client/generated/graphql.ts';
import { useAddMarkerMutation, useRemoveMarkerMutation } from '../../../client/generated/hooks.ts';
import { formatDuration } from '../format/format.ts';
import { useViewer } from '../viewer.ts';
import type { Entry } from './timeline.ts';
import { timelineOf } from './timeline.ts';

type Detail = NonNullable<RecordingPageQuery['recording']>;

interface Seeking {
  /** Seconds at which the player stands; null where nothing plays. */
  readonly position: () => number | null;
  readonly seek: (seconds: number) => void;
}

function Ruler({
  entries,
  length,
  seek,
}: {
  readonly entries: readonly Entry[];
  readonly length: number;
  readonly seek: (seconds: number) => void;
}) {
  return (
    <div
      style={{
        position: 'relative',
        height: 14,
        borderRadius: 7,
        background: 'var(--mantine-color-default-border)',
      }}
    >
      {entries.map(({ key, seconds, color, label }) =>
        seconds === null ? null : (
          <button
            key={key}
            type="button"
            title={`${formatDuration(seconds)} ${label}`}
            aria-label={`Go to ${formatDuration(seconds)}, ${label}`}
            onClick={() => {
              seek(seconds);
            }}
            style={{
              ...{
                position: 'absolute',
                top: 0,
                height: 14,
                width: 6,
                padding: 0,
                border: 0,
                borderRadius: 3,
              },
              left: `calc(${Math.min(1, seconds / length) * 100}% - 3px)`,
              background: `var(--mantine-color-${color}-filled)`,
              cursor: 'pointer',
            }}
          />
        ),
      )}
    </div>
  );
}

/** Where what happened lies in the media: chapters, marks of the quality watch, and what was left out. */
export function TimelinePanel({
  recording,
  player,
  onChanged,
}: {
  readonly recording: Detail;
  readonly player: Seeking;
  readonly onChanged: () => void;
}) {
  const { may } = useViewer();
  const [add, remove] = [useAddMarkerMutation(), useRemoveMarkerMutation()];
  const [label, setLabel] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const entries = timelineOf(recording);
  const annotates = may('ANNOTATE');
  if (entries.length === 0 && !annotates) return null;
  const change = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
      setFault(null);
      setLabel('');
      onChanged();
    } catch (error) {
      setFault(error instanceof RoomtapeError ? error.message : String(error));
    }
  };
  const length = recording.durationSeconds ?? 0;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          Timeline
        </Title>
        {length > 0 && entries.some(({ seconds }) => seconds !== null) && (
          <Ruler entries={entries} length={length} seek={player.seek} />
        )}
        {entries.length > 0 && (
          <Table verticalSpacing={4} horizontalSpacing="sm">
            <Table.Tbody>
              {entries.map(({ key, seconds, label: name, what, detail, color, markerId }) => (
                <Table.Tr key={key}>
                  <Table.Td w={80}>
                    {seconds === null ? (
                      '–'
                    ) : (
                      <Button
                        size="compact-xs"
                        variant="subtle"
                        onClick={() => {
                          player.seek(seconds);
                        }}
                      >
                        {formatDuration(seconds)}
                      </Button>
                    )}
                  </Table.Td>
                  <Table.Td w={100}>
                    <Badge size="sm" variant="light" color={color} tt="none">
                      {what === 'marker' ? 'marker' : what === 'gap' ? 'left out' : 'quality'}
                    </Badge>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                      {what === 'gap' ? '' : name}{' '}
                      <Text span size="xs" c="dimmed">
                        {detail}
                      </Text>
                    </Text>
                  </Table.Td>
                  <Table.Td w={40}>
                    {markerId !== null && annotates && (
                      <ActionIcon
                        size="sm"
                        variant="subtle"
                        color="gray"
                        aria-label={`Remove the marker ${name}`}
                        onClick={() => {
                          void change(remove({ input: { markerId } }));
                        }}
                      >
                        ×
                      </ActionIcon>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {annotates && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const mediaSeconds = player.position();
              const input = { recordingId: recording.id, label, idempotencyKey: crypto.randomUUID() };
              void change(add({ input: mediaSeconds === null ? input : { ...input, mediaSeconds } }));
            }}
          >
            <Group align="flex-end" gap="xs">
              <TextInput
                size="xs"
                label="New marker, where the player stands"
                placeholder="what happens here"
                value={label}
                maxLength={200}
                error={fault}
                onChange={(event) => {
                  setLabel(event.currentTarget.value);
                }}
                style={{ flex: '1 1 220px', maxWidth: 420 }}
              />
              <Button type="submit" size="xs" variant="default" disabled={label.trim() === ''}>
                Add
              </Button>
            </Group>
          </form>
        )}
      </Stack>
    </Paper>
  );
}
