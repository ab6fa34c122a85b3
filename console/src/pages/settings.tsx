import { Alert, Badge, Group, Paper, Stack, Text, Title, Tooltip } from '@mantine/core';
import type { ApplicationSettingsQuery, SettingState } from '../../../client/generated/graphql.ts';
import { useApplicationSettingsQuery } from '../../../client/generated/hooks.ts';
import { ErrorNotice, Waiting } from '../notice.tsx';

type Application = ApplicationSettingsQuery['applications'][number];

const looks: Readonly<Record<SettingState, { readonly color: string; readonly label: string }>> = {
  APPLIED: { color: 'teal', label: 'in effect' },
  PENDING: { color: 'yellow', label: 'on its way' },
  DECLARED: { color: 'gray', label: 'declared' },
  CONTRADICTED: { color: 'red', label: 'contradicted' },
};

interface SettingRow {
  /** In the API. */
  readonly name: string;
  readonly label: string;
  readonly read: (application: Application) => string;
  /** Applications that are recorded by tasks have it too; the other settings are told by each task that is started. */
  readonly ofTasks?: boolean;
}

const rows: readonly SettingRow[] = [
  { name: 'enabled', label: 'Recording', read: ({ settings }) => (settings.enabled ? 'on' : 'off') },
  {
    name: 'method',
    label: 'Who is recorded',
    read: ({ settings }) =>
      settings.method === 'GLOBAL_AUTO' ? 'everybody, automatically' : 'who joins with a record id',
  },
  { name: 'formats', label: 'Formats', read: ({ settings }) => settings.formats.join(', ') || 'none' },
  {
    name: 'maxFileMinutes',
    label: 'Longest file',
    read: ({ settings }) => `${settings.maxFileMinutes} min, HLS never split`,
  },
  {
    name: 'hlsSegments',
    label: 'HLS segments',
    read: ({ settings }) => (settings.hlsSegments === 'TS' ? 'MPEG-TS' : 'fragmented MP4'),
  },
  {
    name: 'resumeTimeoutSeconds',
    label: 'Waits for a lost stream',
    read: ({ settings: { resumeTimeoutSeconds: seconds } }) =>
      seconds === 0 ? 'not at all' : `${seconds} s`,
  },
  {
    name: 'retentionDays',
    label: 'Kept by the library',
    read: ({ settings: { retentionDays: days } }) => (days === 0 ? 'for ever' : `${days} days`),
  },
  {
    name: 'subAppId',
    label: 'Sub-application',
    read: ({ settings: { subAppId } }) => (subAppId === null ? 'the main one' : String(subAppId)),
  },
  {
    ...{ name: 'callbackUrl', label: 'Callbacks to', ofTasks: true },
    read: ({ settings }) => settings.callbackUrl ?? 'nobody',
  },
  {
    ...{ name: 'callbackKey', label: 'Callbacks signed', ofTasks: true },
    read: ({ settings }) => (settings.hasCallbackKey ? 'yes; the key is not told' : 'no'),
  },
  {
    ...{ name: 'permissionControl', label: 'Permission control', ofTasks: true },
    read: ({ permissionControl }) =>
      permissionControl
        ? 'on: users enter and send only with the privateMapKey of their join ticket, which says what they may do in the room'
        : 'off: a user signature is enough to enter any room and to send in it',
  },
];

/** One setting: its name, how it reads, and how far it is in effect. On a narrow screen one below the other. */
function Setting({ row, application }: { readonly row: SettingRow; readonly application: Application }) {
  const { name, label, read } = row;
  const effect = application.settingsInEffect.find((one) => one.name === name);
  return (
    <Group
      data-setting={name}
      align="flex-start"
      gap="sm"
      py="xs"
      px="sm"
      style={{ borderBottom: '1px solid var(--mantine-color-default-border)', rowGap: 2 }}
    >
      <Text size="sm" c="dimmed" w={170} style={{ flexShrink: 0 }}>
        {label}
      </Text>
      <div style={{ flex: '1 1 220px' }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {read(application)}
        </Text>
        {effect !== undefined && effect.detail !== null && (
          <Text size="xs" c="dimmed">
            {effect.detail}
          </Text>
        )}
      </div>
      {effect !== undefined && (
        <Badge
          size="sm"
          variant="light"
          color={looks[effect.state].color}
          tt="none"
          style={{ flexShrink: 0 }}
        >
          {looks[effect.state].label}
        </Badge>
      )}
    </Group>
  );
}

function Settings({ application }: { readonly application: Application }) {
  const byTasks = application.kind === 'TASK';
  return (
    <div>
      {byTasks && (
        <Text size="sm" px="sm" pb="xs">
          Formats, longest file, days kept and who is recorded are told by each task that is started.
        </Text>
      )}
      {rows
        .filter(({ ofTasks }) => !byTasks || ofTasks === true)
        .map((row) => (
          <Setting key={row.name} row={row} application={application} />
        ))}
    </div>
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
          changed with an admin key by the mutation <code>updateRecordingSettings</code>, never from a
          browser.
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
            <Settings application={application} />
            <Capabilities application={application} />
          </Stack>
        </Paper>
      ))}
    </Stack>
  );
}
