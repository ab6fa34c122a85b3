import { AppShell, Button, Container, Group, Image, Text } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useViewer } from './viewer.ts';
import { useSession } from './session.tsx';

const ways = [
  { to: '/', label: 'Recordings', needs: null },
  { to: '/rooms', label: 'Rooms', needs: null },
  { to: '/costs', label: 'Costs', needs: 'COSTS' },
  { to: '/estimate', label: 'Estimate', needs: 'ESTIMATE' },
  { to: '/settings', label: 'Settings', needs: null },
] as const;

/** A recording belongs to the list of recordings, whose address is the root. */
function isHere(to: string, pathname: string): boolean {
  return to === '/' ? pathname === '/' || pathname.startsWith('/recordings') : pathname.startsWith(to);
}

/** Name, ways and the way out, around every page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { signOut } = useSession();
  const { may, role } = useViewer();
  const { pathname } = useLocation();
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <AppShell.Header>
        <Container size="lg" h="100%">
          <Group h="100%" gap="xs" wrap="nowrap" style={{ overflowX: 'auto' }}>
            <Image src="/favicon.svg" w={28} h={28} alt="" />
            <Text fw={700} mr="md" visibleFrom="xs">
              Roomtape
            </Text>
            {ways
              .filter(({ needs }) => needs === null || may(needs))
              .map(({ to, label }) => (
                <Button
                  key={to}
                  component={Link}
                  to={to}
                  variant={isHere(to, pathname) ? 'light' : 'subtle'}
                  size="compact-sm"
                  px={{ base: 6, sm: 'sm' }}
                  style={{ flexShrink: 0 }}
                >
                  {label}
                </Button>
              ))}
            <Text ml="auto" size="sm" c="dimmed" visibleFrom="sm">
              {role === null ? '' : `${role.toLowerCase()} token`}
            </Text>
            <Button variant="default" size="compact-sm" onClick={signOut} style={{ flexShrink: 0 }}>
              Sign out
            </Button>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <Container size="lg" py="sm">
          {children}
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}
