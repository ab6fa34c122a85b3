import { AppShell, Button, Container, Group, Image, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useViewer } from './viewer.ts';
import { useSession } from './session.tsx';

/** Name, ways and the way out, around every page. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { signOut } = useSession();
  const { may, role } = useViewer();
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <AppShell.Header>
        <Container size="lg" h="100%">
          <Group h="100%" gap="xs" wrap="nowrap" style={{ overflowX: 'auto' }}>
            <Image src="/favicon.svg" w={28} h={28} alt="" />
            <Text fw={700} mr="md" visibleFrom="xs">
              Roomtape
            </Text>
            <Button
              component={Link}
              to="/"
              variant="subtle"
              size="compact-sm"
              px={{ base: 6, sm: 'sm' }}
              style={{ flexShrink: 0 }}
            >
              Recordings
            </Button>
            <Button
              component={Link}
              to="/rooms"
              variant="subtle"
              size="compact-sm"
              px={{ base: 6, sm: 'sm' }}
              style={{ flexShrink: 0 }}
            >
              Rooms
            </Button>
            {may('COSTS') && (
              <Button
                component={Link}
                to="/costs"
                variant="subtle"
                size="compact-sm"
                px={{ base: 6, sm: 'sm' }}
                style={{ flexShrink: 0 }}
              >
                Costs
              </Button>
            )}
            <Button
              component={Link}
              to="/settings"
              variant="subtle"
              size="compact-sm"
              px={{ base: 6, sm: 'sm' }}
              style={{ flexShrink: 0 }}
            >
              Settings
            </Button>
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
