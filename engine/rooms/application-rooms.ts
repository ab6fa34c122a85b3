import type { Logger } from 'pino';
import type { ProcessRoom } from '../process/process-room.ts';
import type { Recorders } from '../record/recorders.ts';
import type { OnAir } from '../relay/on-air.ts';
import type { Application, Applications } from './application.ts';
import type { CloudRecordings } from './cloud-recordings.ts';
import { createCloudRecordings } from './cloud-recordings.ts';
import type { Consents } from './consents.ts';
import type { OwnPublishing } from './own-publishing.ts';
import { createOwnPublishing } from './own-publishing.ts';
import type { TaskListener } from './recording-task.ts';
import type { RoomListener } from './room-event.ts';
import type { RoomMixes, RoomMixesOptions } from './room-mixes.ts';
import { createRoomMixes } from './room-mixes.ts';
import type { NotedRelay, RelayListener, RoomRelays } from './relay-task.ts';
import { createRoomRelays } from './room-relays.ts';
import { Rooms } from './rooms.ts';
import { StreamIds } from './stream-ids.ts';
import type { Notes, TaskNotes } from './task-notes.ts';

/** What is live of one application: its rooms, its stream ids and its mixes are no other's. */
export interface LiveApplication {
  readonly application: Application;
  readonly rooms: Rooms;
  readonly streamIds: StreamIds;
  readonly mixes: RoomMixes;
  readonly relays: RoomRelays;
  readonly publishing: OwnPublishing;
  /** Asked for only where the application is of the newer kind. */
  readonly tasks: CloudRecordings;
}

export interface ApplicationRooms {
  /** Null when there is no such application. */
  find(sdkAppId: number): LiveApplication | null;
  /** Ends every mix and every recording task; relays are left to the next process. */
  close(): Promise<void>;
}

export interface ApplicationRoomsOptions {
  readonly applications: Applications;
  /** Null where there is no ffmpeg: mixing is then refused. */
  readonly ffmpegPath: string | null;
  readonly processes: ProcessRoom;
  /** Hosts that pictures of mixes may come from although they are not public. */
  readonly pictureHosts: readonly string[];
  /** Hosts that streams may be pushed to although they are not public. */
  readonly pushHosts: readonly string[];
  readonly onRelay: RelayListener;
  /** Bytes of a stream that have left for addresses elsewhere. */
  readonly onPushed: (sdkAppId: number, streamId: string, bytes: number) => void;
  /** What each mix took, about once a second. */
  readonly onMixed: RoomMixesOptions['onMixed'];
  readonly consents: Pick<Consents, 'allows' | 'watch'>;
  readonly recorders: Recorders;
  readonly onAir: OnAir;
  readonly listener: RoomListener;
  readonly onTask: TaskListener;
  readonly notes: Pick<TaskNotes, 'write' | 'forget'>;
  readonly relayNotes: Pick<Notes<NotedRelay>, 'write' | 'forget'>;
  readonly clock: () => number;
  readonly log: Logger;
}

export function createApplicationRooms(options: ApplicationRoomsOptions): ApplicationRooms {
  const { applications, listener, clock } = options;
  const live = new Map<number, LiveApplication>();

  return {
    find(sdkAppId) {
      const existing = live.get(sdkAppId);
      if (existing !== undefined) return existing;
      const application = applications.find(sdkAppId);
      if (application === null) return null;
      const rooms = new Rooms({ sdkAppId, listener, clock });
      const streamIds = new StreamIds();
      const mixes = createRoomMixes({ ...options, application, rooms, streamIds });
      const tasks = createCloudRecordings({ ...options, application, rooms });
      const relays = createRoomRelays({
        ...options,
        ...{ sdkAppId, rooms, streamIds, notes: options.relayNotes },
        onPushed: (streamId, bytes) => {
          options.onPushed(sdkAppId, streamId, bytes);
        },
      });
      const publishing = createOwnPublishing({ ...options, sdkAppId, rooms });
      const made = { application, rooms, streamIds, mixes, relays, publishing, tasks };
      live.set(sdkAppId, made);
      return made;
    },
    async close() {
      await Promise.all([...live.values()].map(({ relays }) => relays.close()));
      await Promise.all([...live.values()].flatMap(({ mixes, tasks }) => [mixes.close(), tasks.close()]));
    },
  };
}
