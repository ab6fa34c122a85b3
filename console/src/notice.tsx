import { Alert, Button, Center, Loader, Paper, Stack, Text } from '@mantine/core';
import type { RoomtapeError } from '../../client/core/error.ts';

/** What went wrong, in a sentence, with the way to try again. */
export function ErrorNotice({
  error,
  retry,
}: {
  readonly error: RoomtapeError;
  readonly retry?: () => void;
}) {
  return (
    <Alert color="red" title="That did not work" role="alert" my="md">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{error.message}</Text>
        {error.traceId !== null && (
          <Text size="xs" c="dimmed">
            Trace {error.traceId}
          </Text>
        )}
        {retry !== undefined && (
          <Button size="compact-sm" variant="light" color="red" onClick={retry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

export function Waiting() {
  return (
    <Center mih={200}>
      <Loader aria-label="Loading" />
    </Center>
  );
}

/** That there is nothing, and what would change it. */
export function Nothing({ title, hint }: { readonly title: string; readonly hint?: string | undefined }) {
  return (
    <Paper withBorder p="xl" ta="center">
      <Text fw={500}>{title}</Text>
      {hint !== undefined && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
    </Paper>
  );
}

/** What became of a command that failed, in place. */
export function Fault({ sentence }: { readonly sentence: string | null }) {
  if (sentence === null) return null;
  return (
    <Alert color="red" role="alert">
      {sentence}
    </Alert>
  );
}
