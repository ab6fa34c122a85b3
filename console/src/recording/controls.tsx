import { Alert, Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { RoomtapeError } from '../../../client/core/error.ts';
import type { RecordingCommandKind, RecordingPageQuery } from '../../../client/generated/graphql.ts';
import {
  usePauseRecordingMutation,
  useRestoreRecordingsMutation,
  useResumeRecordingMutation,
  useTrashRecordingsMutation,
} from '../../../client/generated/hooks.ts';
import { useViewer } from '../viewer.ts';

const buttons: readonly {
  readonly kind: RecordingCommandKind;
  readonly label: string;
  readonly color: string;
  readonly right: 'CONTROL' | 'DELETE';
}[] = [
  { kind: 'PAUSE', label: 'Pause', color: 'orange', right: 'CONTROL' },
  { kind: 'RESUME', label: 'Resume', color: 'teal', right: 'CONTROL' },
  { kind: 'RESTORE', label: 'Take out of the trash', color: 'teal', right: 'DELETE' },
  { kind: 'DELETE', label: 'Move to the trash', color: 'red', right: 'DELETE' },
];

type Detail = NonNullable<RecordingPageQuery['recording']>;

/** What may be done with a recording now, by its state and by who looks. */
export function Controls({ recording, onDone }: { readonly recording: Detail; readonly onDone: () => void }) {
  const { may } = useViewer();
  const [pause, resume] = [usePauseRecordingMutation(), useResumeRecordingMutation()];
  const [trash, restore] = [useTrashRecordingsMutation(), useRestoreRecordingsMutation()];
  const [busy, setBusy] = useState<RecordingCommandKind | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const { id, state, allowedCommands } = recording;

  const send = async (kind: RecordingCommandKind): Promise<string | null> => {
    // One key for each click: what is repeated on the way is done once.
    const idempotencyKey = crypto.randomUUID();
    if (kind === 'PAUSE' || kind === 'RESUME') {
      const input = { recordingId: id, idempotencyKey };
      const { command } =
        kind === 'PAUSE'
          ? (await pause({ input })).pauseRecording
          : (await resume({ input })).resumeRecording;
      return command.state === 'UNCONFIRMED' ? 'The service did not confirm it yet.' : command.failure;
    }
    const input = { recordingIds: [id], idempotencyKey };
    const { failures } =
      kind === 'DELETE'
        ? (await trash({ input })).deleteRecordings
        : (await restore({ input })).restoreRecordings;
    return failures[0]?.message ?? null;
  };
  const run = async (kind: RecordingCommandKind): Promise<void> => {
    setBusy(kind);
    setFault(null);
    try {
      setFault(await send(kind));
    } catch (error) {
      setFault(error instanceof RoomtapeError ? error.message : String(error));
    } finally {
      setBusy(null);
      onDone();
    }
  };

  // A recording may be paused while it is paused, which changes nothing: only what changes something is offered.
  const idle: RecordingCommandKind = state === 'PAUSED' ? 'PAUSE' : 'RESUME';
  const offered = buttons.filter(
    ({ kind, right }) => allowedCommands.includes(kind) && kind !== idle && may(right),
  );
  if (offered.length === 0 && fault === null) return null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {offered.map(({ kind, label, color }) => (
          <Button
            key={kind}
            size="compact-sm"
            variant="light"
            color={color}
            loading={busy === kind}
            disabled={busy !== null && busy !== kind}
            onClick={() => {
              void run(kind);
            }}
          >
            {label}
          </Button>
        ))}
      </Group>
      {fault !== null && (
        <Alert
          color="red"
          role="alert"
          withCloseButton
          onClose={() => {
            setFault(null);
          }}
        >
          {fault}
        </Alert>
      )}
    </Stack>
  );
}
