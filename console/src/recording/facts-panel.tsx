import {
  Alert,
  Anchor,
  Badge,
  Button,
  Group,
  Paper,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { RoomtapeError } from '../../../client/core/error.ts';
import type { RecordedMethod, RecordingPageQuery } from '../../../client/generated/graphql.ts';
import { useUpdateRecordingMutation } from '../../../client/generated/hooks.ts';
import { formatTime } from '../format/format.ts';
import { useViewer } from '../viewer.ts';

type Detail = NonNullable<RecordingPageQuery['recording']>;

const methods: Readonly<Record<RecordedMethod, string>> = {
  GLOBAL_AUTO: 'automatic, the whole room',
  SDK_PARAMETERS: 'chosen by SDK parameters',
  REST_MIX: 'mixed by REST',
  CLOUD_RECORDING: 'recording task by REST',
};

function factsOf(recording: Detail): readonly (readonly [string, ReactNode])[] {
  const { method, duplicateOf, startGapSeconds, retainedUntil, expiresAt, purgeAt, legalHolds } = recording;
  const facts: [string, ReactNode][] = [];
  if (method !== null) facts.push(['Recorded', methods[method]]);
  if (startGapSeconds !== null) facts.push(['Began late by', `${startGapSeconds.toFixed(2)} s`]);
  if (duplicateOf !== null)
    facts.push([
      'Charged twice',
      <Anchor key="duplicate" component={Link} to={`/recordings/${duplicateOf.id}`} size="sm">
        the same stream was recorded before
      </Anchor>,
    ]);
  if (retainedUntil !== null) facts.push(['Kept until', formatTime(retainedUntil)]);
  if (expiresAt !== null) facts.push(['Expires in the library', formatTime(expiresAt)]);
  if (purgeAt !== null) facts.push(['Trash emptied', `${formatTime(purgeAt)}; still charged as storage`]);
  for (const { reason, heldBy, heldAt } of legalHolds)
    facts.push(['Legal hold', `${reason} (${heldBy}, ${formatTime(heldAt)})`]);
  return facts;
}

/** How it came to be, how long it stays, and its tags. */
export function FactsPanel({
  recording,
  onChanged,
}: {
  readonly recording: Detail;
  readonly onChanged: () => void;
}) {
  const { may } = useViewer();
  const update = useUpdateRecordingMutation();
  const [tag, setTag] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const { id, tags, description } = recording;
  const facts = factsOf(recording);
  const edits = may('EDIT');
  if (facts.length === 0 && tags.length === 0 && description === '' && !edits) return null;
  const change = async (input: { addTags?: string[]; removeTags?: string[] }): Promise<void> => {
    try {
      await update({ input: { recordingId: id, idempotencyKey: crypto.randomUUID(), ...input } });
      setFault(null);
      setTag('');
      onChanged();
    } catch (error) {
      setFault(error instanceof RoomtapeError ? error.message : String(error));
    }
  };
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          About it
        </Title>
        {description !== '' && <Text size="sm">{description}</Text>}
        {facts.length > 0 && (
          <Table verticalSpacing={4} horizontalSpacing="sm" withRowBorders={false}>
            <Table.Tbody>
              {facts.map(([name, value], index) => (
                <Table.Tr key={`${name}/${index}`}>
                  <Table.Td w={180}>
                    <Text size="sm" c="dimmed">
                      {name}
                    </Text>
                  </Table.Td>
                  <Table.Td>{typeof value === 'string' ? <Text size="sm">{value}</Text> : value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <Group gap={6}>
          {tags.map((each) => (
            <Badge
              key={each}
              variant="light"
              color="gray"
              tt="none"
              rightSection={
                edits ? (
                  <button
                    type="button"
                    aria-label={`Remove the tag ${each}`}
                    onClick={() => {
                      void change({ removeTags: [each] });
                    }}
                    style={{ border: 0, background: 'none', color: 'inherit', cursor: 'pointer', padding: 0 }}
                  >
                    ×
                  </button>
                ) : undefined
              }
            >
              {each}
            </Badge>
          ))}
          {edits && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void change({ addTags: [tag.trim()] });
              }}
            >
              <Group gap={6}>
                <TextInput
                  size="xs"
                  aria-label="New tag"
                  placeholder="new tag"
                  value={tag}
                  maxLength={32}
                  w={130}
                  onChange={(event) => {
                    setTag(event.currentTarget.value);
                  }}
                />
                <Button type="submit" size="xs" variant="default" disabled={tag.trim() === ''}>
                  Add tag
                </Button>
              </Group>
            </form>
          )}
        </Group>
        {fault !== null && (
          <Alert color="red" role="alert">
            {fault}
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
