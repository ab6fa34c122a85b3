import { Alert, Group, Image, Paper, Stack, Text } from '@mantine/core';
import type { MixUnplacedReason, RoomMixFragment } from '../../../client/generated/graphql.ts';
import { formatTime } from '../format/format.ts';
import { LiveBadge } from './live-badge.tsx';

const templates: Readonly<Record<NonNullable<RoomMixFragment['template']>, string>> = {
  FLOAT: 'one large, the others over it',
  GRID: 'grid',
  SCREEN_SHARE: 'screen share',
  PICTURE_IN_PICTURE: 'picture in picture',
  CUSTOM: 'own regions',
  AUTO: 'grid, or around a shared screen',
};
const reasons: Readonly<Record<MixUnplacedReason, string>> = {
  BEYOND_LIMIT: 'beyond the limit of 16',
  NOT_CHOSEN: 'not chosen',
  NO_PICTURE: 'sends no picture',
  TEMPLATE_SHOWS_TWO: 'the template shows two',
  NO_REGION: 'all regions are taken',
  SOUND_REGION: 'its region takes sound only',
  NO_ROOM: 'the canvas is too small',
};

/** One mix: how it is laid out with who is live now, and who is not seen. */
export function MixPanel({ mix }: { readonly mix: RoomMixFragment }) {
  const { state, template, layoutState, width, height, liveLayout } = mix;
  const size = width === 0 ? 'sound alone' : `${width} × ${height}`;
  return (
    <Paper withBorder p="md" data-mix={state}>
      <Stack gap="xs">
        <Group gap="sm" wrap="nowrap">
          <Text fw={500} truncate>
            {mix.recordId ?? mix.streamId}
          </Text>
          <LiveBadge state={state} />
        </Group>
        <Text size="sm" c="dimmed">
          {size}
          {width === 0 || template === null ? '' : ` · ${templates[template]}`} · asked for{' '}
          {formatTime(mix.requestedAt)}
        </Text>
        {mix.askedBy !== null && (
          <Text size="sm">
            Mixed by {mix.askedBy} from the SDK
            {mix.intoOwnStream ? ', into the stream that this user publishes' : ''}
          </Text>
        )}
        {mix.failure !== null && <Alert color="orange">{mix.failure}</Alert>}
        {layoutState !== 'APPLIED' && (
          <Alert color="yellow">
            {layoutState === 'REQUESTED'
              ? 'Another layout was asked for; the provider has not answered yet.'
              : 'Whether the layout asked for last is in effect is not known: ask for it again.'}
          </Alert>
        )}
        {liveLayout !== null && width > 0 && (
          <Image
            src={`data:image/svg+xml,${encodeURIComponent(liveLayout.svg)}`}
            alt="Layout of the mix now"
            radius="sm"
            maw={520}
          />
        )}
        {liveLayout !== null && !liveLayout.isExact && (
          <Text size="xs" c="dimmed">
            About so: who speaks is not known here, or the cloud’s own pixels are not.
          </Text>
        )}
        {liveLayout?.unplaced.map(({ userId, streamType, why, isHeard }) => (
          <Text key={`${userId}/${streamType}`} size="sm">
            {userId}
            {streamType === 'AUX' ? ' (screen)' : ''} is not seen: {reasons[why]}
            {isHeard ? '; heard all the same' : ''}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}
