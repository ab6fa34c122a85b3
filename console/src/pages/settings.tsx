import { Alert, Badge, Group, Paper, Stack, Table, Text, Title, Tooltip } from '@mantine/core';
import type { ApplicationSettingsQuery, SettingState } from '../../../client/generated/graphql.ts';
import { useApplicationSettingsQuery } from '../../../client/generated/hooks.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';

type Application = ApplicationSettingsQuery['applications'][number];
type Settings = Application['settings'];

const looks: Readonly<Record<SettingState, { readonly color: string; readonly label: string }>> = {
  APPLIED: { color: 'teal', label: 'in effect' },
  PENDING: { color: 'yellow', label: 'on its way' },
  DECLARED: { color: 'gray', label: 'declared' },
  CONTRADICTED: { color: 'red', label: 'contradicted' },
};

/** Name in the API, what it is called here, and how its value reads. */
const rows: readonly {
  readonly name: string;
  readonly label: string;
  readonly read: (settings: Settings) => string;
}[] = [
  { name: 'enabled', label: 'Recording', read: ({ enabled }) => (enabled ? 'on' : 'off') },
  {
    name: 'method',
    label: 'Who is recorded',
    read: ({ method }) =>
      method === 'GLOBAL_AUTO' ? 'everybody, automatically' : 'who joins with a record id',
  },
  { name: 'formats', label: 'Formats', read: ({ formats }) => formats.join(', ') || 'none' },
  {
    name: 'maxFileMinutes',
    label: 'Longest file',
    read: ({ maxFileMinutes }) => `${maxFileMinutes} min, HLS never split`,
  },
  {
    name: 'hlsSegments',
    label: 'HLS segments',
    read: ({ hlsSegments }) => (hlsSegments === 'TS' ? 'MPEG-TS' : 'fragmented MP4'),
  },
  {
    name: 'resumeTimeoutSeconds',
    label: 'Waits for a lost stream',
    read: ({ resumeTimeoutSeconds: seconds }) => (seconds === 0 ? 'not at all' : `${seconds} s`),
  },
  {
    name: 'retentionDays',
    label: 'Kept by the library',
    read: ({ retentionDays: days }) => (days === 0 ? 'for ever' : `${days} days`),
  },
  {
    name: 'subAppId',
    label: 'Sub-application',
    read: ({ subAppId }) => (subAppId === null ? 'the main one' : String(subAppId)),
  },
  { name: 'callbackUrl', label: 'Callbacks to', read: ({ callbackUrl }) => callbackUrl ?? 'nobody' },
  {
    name: 'callbackKey',
    label: 'Callbacks signed',
    read: ({ hasCallbackKey }) => (hasCallbackKey ? 'yes; the key is not told' : 'no'),
  },
];

function SettingRows({ application }: { readonly application: Application }) {
  const effects = new Map(application.settingsInEffect.map((effect) => [effect.name, effect]));
  return (
    <Table verticalSpacing="xs" horizontalSpacing="sm">
      <Table.Tbody>
        {rows.map(({ name, label, read }) => {
          const effect = effects.get(name);
          return (
            <Table.Tr key={name}>
              <Table.Td w={200}>
                <Text size="sm" c="dimmed">
                  {label}
                </Text>
              </Table.Td>
              <Table.Td>
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {read(application.settings)}
                </Text>
                {effect !== undefined && effect.detail !== null && (
                  <Text size="xs" c="dimmed">
                    {effect.detail}
                  </Text>
                )}
              </Table.Td>
              <Table.Td w={130} ta="right">
                {effect !== undefined && (
                  <Badge size="sm" variant="light" color={looks[effect.state].color} tt="none">
                    {looks[effect.state].label}
                  </Badge>
                )}
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function Capabilities({ application }: { readonly application: Application }) {
  return (
    <Group gap={6}>
      {application.capabilities.map(({ service, verb, formats, sentence }) => (
        <Tooltip key={`${service}/${verb}`} label={sentence} multiline w={320}>
          <Badge
            size="sm"
            variant={formats.length > 0 ? 'light' : 'default'}
            color="teal"
            tt="none"
            tabIndex={0}
          >
            {verb.toLowerCase().replaceAll('_', ' ')}: {formats.join(', ') || 'no'}
          </Badge>
        </Tooltip>
      ))}
    </Group>
  );
}

/** How each application records, and how far that is in effect. */
export function SettingsPage() {
  const { data, error, loading, refetch } = useApplicationSettingsQuery({});
  return (
    <Stack>
      <div>
        <Title order={1} size="h2">
          Settings
        </Title>
        <Text size="sm" c="dimmed">
          How recordings are made from now on; those that run keep the settings that they began with. They are
          changed with an admin key by the mutation updateRecordingSettings, never from a browser.
        </Text>
      </div>
      {error !== null && <ErrorNotice error={error} retry={refetch} />}
      {data === null && loading && <Waiting />}
      {data?.applications.map((application) => (
        <Paper key={application.id} withBorder p="md">
          <Stack gap="sm">
            <Group gap="sm">
              <Title order={2} size="h4">
                {application.name}
              </Title>
              <Text size="sm" c="dimmed">
                {application.sdkAppId} · {application.kind === 'TASK' ? 'recorded by tasks' : 'legacy kind'}
              </Text>
            </Group>
            {application.declaredAutomaticRecording && (
              <Alert color="yellow">
                The vendor’s console is declared to record this application by itself.
              </Alert>
            )}
            <SettingRows application={application} />
            <Capabilities application={application} />
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}
