import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { CostsPage } from './pages/costs.tsx';
import { RecordingPage } from './pages/recording.tsx';
import { RecordingsPage } from './pages/recordings.tsx';
import { SettingsPage } from './pages/settings.tsx';

const root = createRootRoute({
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
});

const recordings = createRoute({ getParentRoute: () => root, path: '/', component: RecordingsPage });
const recording = createRoute({
  getParentRoute: () => root,
  path: '/recordings/$id',
  component: RecordingRoute,
});
const costs = createRoute({ getParentRoute: () => root, path: '/costs', component: CostsPage });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage });

function RecordingRoute() {
  const { id } = recording.useParams();
  return <RecordingPage id={id} />;
}

export const router = createRouter({ routeTree: root.addChildren([recordings, recording, costs, settings]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
