import { AppShell, Button, Container, Group, Image, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useViewer } from './viewer.ts';
import { useSession } from './session.tsx';

const ways = [
  { to: '/', label: 'Recordings', needs: null },
  { to: '/rooms', label: 'Rooms', needs: null },
  { to: '/events', label: 'Events', needs: 'EVENTS' },
  { to: '/costs', label: 'Costs', needs: 'COSTS' },
  { to: '/estimate', label: 'Estimate', needs: 'ESTIMATE' },
  { to: '/settings', label: 'Settings', needs: null },
] as const;

/** The same wherever they stand: what is known of the viewer stays when the screen is turned. */
const waysKey = 'ways';

/** A recording belongs to the list of recordings, whose address is the root. */
function isHere(to: string, pathname: string): boolean {
  return to === '/' ? pathname === '/' || pathname.startsWith('/recordings') : pathname.startsWith(to);
}

/** The pages that who is signed in may see; on a narrow screen smaller, in a row of their own, so that none is out of sight. */
function Ways({ isWide }: { readonly isWide: boolean }) {
  const { may } = useViewer();
  const { pathname } = useLocation();
  return (
    <Group
      component="nav"
      aria-label="Pages"
      gap={isWide ? 'xs' : 0}
      justify="space-between"
      wrap="nowrap"
      w={isWide ? 'auto' : '100%'}
      style={{ overflowX: 'auto' }}
    >
      {ways
        .filter(({ needs }) => needs === null || may(needs))
        .map(({ to, label }) => (
          <Button
            key={to}
            component={Link}
            to={to}
            variant={isHere(to, pathname) ? 'light' : 'subtle'}
            size={isWide ? 'compact-sm' : 'compact-xs'}
            h={isWide ? undefined : 32}
            px={isWide ? 'sm' : 6}
            style={{ flexShrink: 0 }}
            {...(isHere(to, pathname) ? { 'aria-current': 'page' as const } : {})}
          >
            {label}
          </Button>
        ))}
    </Group>
  );
}

function WayOut() {
  const { signOut } = useSession();
  const { role } = useViewer();
  return (
    <Group ml="auto" gap="xs" wrap="nowrap">
      <Text size="sm" c="dimmed">
        {role === null ? '' : `${role.toLowerCase()} token`}
      </Text>
      <Button variant="default" size="compact-sm" onClick={signOut}>
        Sign out
      </Button>
    </Group>
  );
}

/** Name, ways and the way out, around every page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  return (
    <AppShell header={{ height: isWide ? 56 : 88 }} padding="md">
      <AppShell.Header>
        <Container size="lg" h="100%">
          <Group h="100%" gap="xs" style={{ rowGap: 0 }}>
            <Image src="/favicon.svg" w={28} h={28} alt="" />
            <Text fw={700} mr="md">
              Roomtape
            </Text>
            {isWide && <Ways key={waysKey} isWide />}
            <WayOut />
            {!isWide && <Ways key={waysKey} isWide={false} />}
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <Container size="lg" py="sm" px={{ base: 0, sm: 'md' }}>
          {children}
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}
