import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { Nothing } from './notice.tsx';
import { readCostsSearch } from './costs/search.ts';
import { readEstimateSearch } from './estimate/search.ts';
import { readEventsSearch } from './events/search.ts';
import { CostsPage } from './pages/costs.tsx';
import { EstimatePage } from './pages/estimate.tsx';
import { EventsPage } from './pages/events.tsx';
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
/** The router lays what a page reads over what stood in the address; what is none of the page's is laid over with nothing. */
function readOnly<T extends object>(read: (found: Record<string, unknown>) => T) {
  return (found: Record<string, unknown>): T => ({
    ...Object.fromEntries(Object.keys(found).map((name) => [name, undefined])),
    ...read(found),
  });
}

const costs = createRoute({
  ...{ getParentRoute: () => root, path: '/costs', validateSearch: readOnly(readCostsSearch) },
  component: CostsRoute,
});
const estimate = createRoute({
  ...{ getParentRoute: () => root, path: '/estimate', validateSearch: readOnly(readEstimateSearch) },
  component: EstimateRoute,
});
const events = createRoute({
  ...{ getParentRoute: () => root, path: '/events', validateSearch: readOnly(readEventsSearch) },
  component: EventsRoute,
});
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage });

function RecordingRoute() {
  const { id } = recording.useParams();
  return <RecordingPage id={id} />;
}

function RoomRoute() {
  const { id } = room.useParams();
  return <RoomPage id={id} />;
}

function CostsRoute() {
  return <CostsPage search={costs.useSearch()} />;
}

function EstimateRoute() {
  return <EstimatePage search={estimate.useSearch()} />;
}

function EventsRoute() {
  return <EventsPage search={events.useSearch()} />;
}

function NoPage() {
  return (
    <Nothing
      title="There is no such page"
      hint="The address may be mistyped, or cut off where it was copied."
    />
  );
}

export const router = createRouter({
  defaultNotFoundComponent: NoPage,
  routeTree: root.addChildren([recordings, recording, rooms, room, events, costs, estimate, settings]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
