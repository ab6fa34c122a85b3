import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { EventType } from '../../../client/generated/graphql.ts';
import { ErrorNotice, Nothing, Waiting } from '../notice.tsx';
import { mostEvents, startingEvents, useFeed } from './feed.ts';
import { LineBadge, LineNotice, useLine } from './line.tsx';
import { EventsTable } from './table.tsx';

/** After this nothing of the past is on its way any more. */
const quietMs = 800;

/** True when it has been true for a while. */
function useLasting(is: boolean): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLasts(is);
    }, quietMs);
    return () => {
      clearTimeout(timer);
    };
  }, [is]);
  return is && lasts;
}

function countOf(events: number): string {
  return events === 1 ? '1 event' : `${events} events`;
}

function nothingOf(isNarrowed: boolean, app: number | null) {
  if (app !== null)
    return {
      title: `Nothing of application ${app}`,
      hint: `None of the last ${startingEvents} events of these kinds is of it. What happens from now on appears here by itself.`,
    };
  return {
    title: isNarrowed ? 'Nothing of these kinds ever happened' : 'Nothing happened yet',
    hint: 'What happens from now on appears here by itself.',
  };
}

/** What happened since a cursor and what happens now, with its state, a pause, and what became of the connection. */
export function LiveList({
  after,
  types,
  app,
  applications,
  beginAnew,
}: {
  readonly after: string;
  readonly types: readonly EventType[] | null;
  readonly app: number | null;
  readonly applications: ReadonlyMap<number, string>;
  readonly beginAnew: () => void;
}) {
  const { events, still, waiting, refusal, pause, resume } = useFeed(after, types);
  const line = useLine();
  const isQuiet = useLasting(line.state === 'up');
  const all = still ?? events;
  const shown = app === null ? all : all.filter(({ sdkAppId }) => sdkAppId === app);
  const state = refusal !== null ? 'ended' : line.state === 'up' && still !== null ? 'paused' : line.state;
  return (
    <Stack>
      <Group gap="sm">
        <LineBadge state={state} />
        <Text size="sm" c="dimmed" style={{ flex: '1 1 200px' }}>
          {shown.length > 0 &&
            `${countOf(shown.length)}; at most ${mostEvents} are kept here, all of them in the log`}
        </Text>
        <Button
          variant={still === null ? 'default' : 'filled'}
          miw={110}
          onClick={still === null ? pause : resume}
        >
          {still === null ? 'Pause' : waiting === 0 ? 'Go on' : `Go on, ${waiting} new`}
        </Button>
      </Group>
      <LineNotice line={line} />
      {refusal?.field === 'after' && (
        <Text size="sm" role="alert">
          The server does not know the place in its log where this list stood: it has another log than before.
          What is shown here is from before; begin anew.
        </Text>
      )}
      {refusal !== null && <ErrorNotice error={refusal} retry={beginAnew} />}
      {shown.length > 0 ? (
        <EventsTable events={shown} applications={applications} />
      ) : isQuiet || refusal !== null ? (
        <Nothing {...nothingOf(types !== null, app)} />
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}
