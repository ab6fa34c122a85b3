import { Alert, Button, Center, Group, Image, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { useState } from 'react';
import { RoomtapeError } from '../../../client/core/error.ts';
import { useSession } from '../session.tsx';

function sentenceOf(error: unknown): string {
  if (error instanceof RoomtapeError && error.code === 'UNAUTHENTICATED')
    return 'This key is not known here.';
  return error instanceof Error ? error.message : String(error);
}

export function SignInPage() {
  const { signIn } = useSession();
  const [apiKey, setApiKey] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    signIn(apiKey.trim()).catch((error: unknown) => {
      setFault(sentenceOf(error));
      setBusy(false);
    });
  };

  return (
    <Center mih="100vh" p="md">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={420}>
        <form onSubmit={submit}>
          <Stack>
            <Group gap="sm">
              <Image src="/favicon.svg" w={36} h={36} alt="" />
              <Title order={1} size="h2">
                Roomtape
              </Title>
            </Group>
            <Text size="sm" c="dimmed">
              Sign in with an API key. It is changed into a token for eight hours at once and is not kept.
            </Text>
            <PasswordInput
              label="API key"
              placeholder="rt_admin_…"
              autoComplete="off"
              value={apiKey}
              onChange={(event) => {
                setApiKey(event.currentTarget.value);
              }}
              required
              data-autofocus
            />
            {fault !== null && (
              <Alert color="red" role="alert">
                {fault}
              </Alert>
            )}
            <Button type="submit" loading={busy} disabled={apiKey.trim() === ''}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
