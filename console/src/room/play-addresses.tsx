import { Button, CopyButton, Group, Text } from '@mantine/core';
import { formatTime } from '../format/format.ts';

/** Addresses for players, which are long: they are copied, not read. */
export function PlayAddresses({
  urls,
}: {
  readonly urls: { readonly flv: string; readonly hls: string; readonly expiresAt: string };
}) {
  return (
    <Group gap={6}>
      {(['hls', 'flv'] as const).map((kind) => (
        <CopyButton key={kind} value={urls[kind]}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy} title={urls[kind]}>
              {copied ? 'Copied' : `Copy ${kind.toUpperCase()}`}
            </Button>
          )}
        </CopyButton>
      ))}
      <Text size="xs" c="dimmed">
        open until {formatTime(urls.expiresAt)}
      </Text>
    </Group>
  );
}
