import { Badge, Group, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RecordingRowFragment } from '../../../client/generated/graphql.ts';
import { formatBytes, formatDuration, formatTime } from '../format/format.ts';
import { StateBadge } from '../state-badge.tsx';
import { titleOf } from './title.ts';

export function RecordingRow({
  recording,
  onTag,
}: {
  readonly recording: RecordingRowFragment;
  readonly onTag: (tag: string) => void;
}) {
  const { id, kind, state, room, startedAt, durationSeconds, files, streamType, tags, isHeld } = recording;
  const bytes = files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6}>
          <Link
            to="/recordings/$id"
            params={{ id }}
            style={{ color: 'var(--mantine-color-anchor)', fontWeight: 500, textDecoration: 'none' }}
          >
            {titleOf(recording)}
          </Link>
          {(kind === 'MIX' || streamType === 'AUX') && (
            <Badge size="sm" variant="default" tt="none">
              {kind === 'MIX' ? 'mix' : 'screen'}
            </Badge>
          )}
          {isHeld && (
            <Badge size="sm" variant="outline" color="grape" tt="none">
              held
            </Badge>
          )}
          {tags.map((tag) => (
            <Badge
              key={tag}
              component="button"
              size="sm"
              variant="light"
              color="gray"
              tt="none"
              style={{ cursor: 'pointer' }}
              aria-label={`Only with the tag ${tag}`}
              onClick={() => {
                onTag(tag);
              }}
            >
              {tag}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>
        {room === null ? (
          '–'
        ) : (
          <Link to="/rooms/$id" params={{ id: room.id }} style={{ color: 'inherit' }}>
            {room.name}
          </Link>
        )}
      </Table.Td>
      <Table.Td>
        <StateBadge state={state} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {formatTime(startedAt)}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{formatDuration(durationSeconds)}</Table.Td>
      <Table.Td ta="right">{files.length === 0 ? '–' : formatBytes(bytes)}</Table.Td>
      <Table.Td>{[...new Set(files.map(({ format }) => format))].join(', ') || '–'}</Table.Td>
    </Table.Tr>
  );
}
