import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { CostsPage } from './pages/costs.tsx';
import { RecordingPage } from './pages/recording.tsx';
import { RecordingsPage } from './pages/recordings.tsx';

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

function RecordingRoute() {
  const { id } = recording.useParams();
  return <RecordingPage id={id} />;
}

export const router = createRouter({ routeTree: root.addChildren([recordings, recording, costs]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
