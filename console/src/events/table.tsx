import { Button, Center, Paper, Table } from '@mantine/core';
import { useState } from 'react';
import type { EventRowFragment } from '../../../client/generated/graphql.ts';
import type { Column } from '../data-table.tsx';
import { DataTable } from '../data-table.tsx';
import { EventRow } from './row.tsx';

/** Rows that are drawn at once; more are a button away. */
const step = 100;

/** Events, youngest first. */
export function EventsTable({
  events,
  applications,
}: {
  readonly events: readonly EventRowFragment[];
  /** Names by SDKAppID; empty where there is but one. */
  readonly applications: ReadonlyMap<number, string>;
}) {
  const [shown, setShown] = useState(step);
  const several = applications.size > 1;
  const columns: readonly Column[] = [
    { label: 'Time', width: 105 },
    { label: 'Kind', width: 165, wide: true },
    { label: 'About', width: 220, wide: true },
    ...(several ? [{ label: 'Application', width: 140, wide: true }] : []),
    { label: 'What it says' },
  ];
  return (
    <>
      <Paper withBorder style={{ overflow: 'hidden' }}>
        <DataTable name="Events" columns={columns} minWidth={320}>
          <Table.Tbody>
            {events.slice(0, shown).map((event) => (
              <EventRow
                key={event.id}
                event={event}
                application={several ? (applications.get(event.sdkAppId) ?? String(event.sdkAppId)) : null}
                columns={columns.length}
              />
            ))}
          </Table.Tbody>
        </DataTable>
      </Paper>
      {shown < events.length && (
        <Center>
          <Button
            variant="default"
            onClick={() => {
              setShown(shown + step);
            }}
          >
            Show {Math.min(step, events.length - shown)} more
          </Button>
        </Center>
      )}
    </>
  );
}
