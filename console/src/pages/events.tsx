import { Group, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useEventStartQuery, useViewerQuery } from '../../../client/generated/hooks.ts';
import { startingEvents } from '../events/feed.ts';
import { EventFilters } from '../events/filters.tsx';
import { typesOf } from '../events/kinds.ts';
import { LiveList } from '../events/live-list.tsx';
import type { EventsSearch } from '../events/search.ts';
import { zoneName } from '../format/format.ts';
import { ErrorNotice, Nothing, Waiting } from '../notice.tsx';

/** A list of some kinds: it begins with the last of them, and follows. */
function EventsOf({
  kinds,
  app,
  applications,
  beginAnew,
}: {
  readonly kinds: readonly string[];
  readonly app: number | null;
  readonly applications: ReadonlyMap<number, string>;
  readonly beginAnew: () => void;
}) {
  const types = typesOf(kinds);
  const { data, error } = useEventStartQuery({
    back: startingEvents,
    types: types === null ? null : [...types],
  });
  if (error?.code === 'FORBIDDEN')
    return (
      <Nothing
        title="Events are not for who is signed in"
        hint="The token does not carry EVENTS. Sign in with a key that has it."
      />
    );
  if (error !== null) return <ErrorNotice error={error} retry={beginAnew} />;
  if (data === null) return <Waiting />;
  return (
    <LiveList
      after={data.eventCursor}
      types={types}
      app={app}
      applications={applications}
      beginAnew={beginAnew}
    />
  );
}

/** What happens now and what happened last, youngest first. */
export function EventsPage({ search }: { readonly search: EventsSearch }) {
  const navigate = useNavigate();
  const { data } = useViewerQuery({});
  const [round, setRound] = useState(0);
  const applications = data?.viewer.applications;
  const names = useMemo(
    () => new Map((applications ?? []).map(({ sdkAppId, name }) => [sdkAppId, name])),
    [applications],
  );
  const kinds = search.kinds ?? [];
  return (
    <Stack>
      <div>
        <Title order={1} size="h2">
          Events
        </Title>
        <Text size="sm" c="dimmed">
          What happens, in the order in which it became known, youngest first · times in {zoneName}
        </Text>
      </div>
      {data?.viewer.actions.includes('EVENTS') === true && (
        <Group align="flex-end" gap="sm">
          <EventFilters
            search={search}
            applications={applications ?? []}
            onSearch={(changed) => {
              void navigate({ to: '/events', search: changed });
            }}
          />
        </Group>
      )}
      <EventsOf
        key={JSON.stringify([round, kinds])}
        kinds={kinds}
        app={search.app ?? null}
        applications={names}
        beginAnew={() => {
          setRound(round + 1);
        }}
      />
    </Stack>
  );
}
