import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { CostsPage } from './pages/costs.tsx';
import { RecordingPage } from './pages/recording.tsx';
import { RecordingsPage } from './pages/recordings.tsx';
import { RoomPage } from './pages/room.tsx';
import { RoomsPage } from './pages/rooms.tsx';
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
const rooms = createRoute({ getParentRoute: () => root, path: '/rooms', component: RoomsPage });
const room = createRoute({ getParentRoute: () => root, path: '/rooms/$id', component: RoomRoute });
const costs = createRoute({ getParentRoute: () => root, path: '/costs', component: CostsPage });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage });

function RecordingRoute() {
  const { id } = recording.useParams();
  return <RecordingPage id={id} />;
}

function RoomRoute() {
  const { id } = room.useParams();
  return <RoomPage id={id} />;
}

export const router = createRouter({
  routeTree: root.addChildren([recordings, recording, rooms, room, costs, settings]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
