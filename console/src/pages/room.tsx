import { Anchor, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRoomEventsSubscription, useRoomPageQuery } from '../../../client/generated/hooks.ts';
import { formatTime, zoneName } from '../format/format.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';
import { titleOf } from '../recordings/title.ts';
import { LiveBadge } from '../room/live-badge.tsx';
import { MixPanel } from '../room/mix-panel.tsx';
import { RelaysTable } from '../room/relays-table.tsx';
import { StreamsTable } from '../room/streams-table.tsx';
import { Section } from '../section.tsx';
import { StateBadge } from '../state-badge.tsx';
import { useViewer } from '../viewer.ts';

/** What is live in a room session: who sends, what is mixed and how, what is relayed where, and what is recorded. */
export function RoomPage({ id }: { readonly id: string }) {
  const { may } = useViewer();
  const { data, error, loading, refetch } = useRoomPageQuery({ id, plays: may('PLAY') });
  useRoomEventsSubscription({ roomId: id }, { onNext: refetch });
  if (error !== null) return <ErrorNotice error={error} retry={refetch} />;
  const room = data?.room ?? null;
  if (room === null) {
    if (loading) return <Waiting />;
    return (
      <Paper withBorder p="xl" ta="center">
        <Text fw={500}>There is no such room</Text>
      </Paper>
    );
  }
  const { streams, mixes, relays, recordings } = room;
  return (
    <Stack>
      <div>
        <Anchor component={Link} to="/rooms" size="sm">
          ← Rooms
        </Anchor>
        <Group gap="sm" mt={4}>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            Room {room.name}
          </Title>
          <LiveBadge state={room.state} />
        </Group>
        <Text size="sm" c="dimmed">
          {formatTime(room.startedAt)}
          {room.endedAt === null ? '' : ` to ${formatTime(room.endedAt)}`} ({zoneName})
        </Text>
      </div>
      <Section title="Streams">
        {streams.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing was sent yet.
          </Text>
        ) : (
          <StreamsTable streams={streams} mixes={mixes} />
        )}
      </Section>
      {mixes.length > 0 && (
        <div>
          <Title order={2} size="h4" mb="xs">
            Mixes
          </Title>
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {mixes.map((mix) => (
              <MixPanel key={mix.id} mix={mix} />
            ))}
          </SimpleGrid>
        </div>
      )}
      {relays.length > 0 && (
        <Section title="Relays">
          <RelaysTable relays={relays} />
        </Section>
      )}
      {recordings.length > 0 && (
        <Section title="Recordings">
          <Stack gap={6}>
            {recordings.map((recording) => (
              <Group key={recording.id} gap="sm">
                <Anchor component={Link} to={`/recordings/${recording.id}`} size="sm">
                  {titleOf(recording)}
                </Anchor>
                <StateBadge state={recording.state} />
              </Group>
            ))}
          </Stack>
        </Section>
      )}
    </Stack>
  );
}
