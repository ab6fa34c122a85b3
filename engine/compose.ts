import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import fastify from 'fastify';
import type { Logger } from 'pino';
import type { Account } from './cloud/account.ts';
import { registerApi } from './cloud/api/api.ts';
import { everyAction } from './cloud/api/every-action.ts';
import { registerPublishingDoor } from './cloud/publishing-door.ts';
import { skewUsage } from './cloud/api/usage/skew.ts';
import { tellInterrupted } from './cloud/callbacks/interrupted.ts';
import type { RetrySchedule } from './cloud/callbacks/schedule.ts';
import { startSender } from './cloud/callbacks/sender.ts';
import { createTeller } from './cloud/callbacks/teller.ts';
import { AccessLog } from './cloud/playback/access-log.ts';
import { registerLogFiles } from './cloud/playback/log-files.ts';
import { registerLivePlayback } from './cloud/playback/live.ts';
import { Meter, MixMeter, RelayMeter } from './cloud/playback/meter.ts';
import { registerPlayer } from './cloud/playback/player.ts';
import { registerPlayback } from './cloud/playback/playback.ts';
import { createPublisherCheck, printPublisherParam } from './cloud/publisher-check.ts';
import { openDirectory } from './cloud/settings/directory.ts';
import { DocumentShelf } from './cloud/settings/document-shelf.ts';
import { seedApplication } from './cloud/settings/seed.ts';
import type { EngineConfig } from './config.ts';
import { startHeartbeat } from './heartbeat.ts';
import { startRtmpServer } from './ingest/rtmp/server.ts';
import { registerWhip } from './ingest/whip/whip-http.ts';
import { openWhipSessions } from './ingest/whip/whip-sessions.ts';
import { openLibrary } from './library/library.ts';
import { addMixedTime } from './library/mix-store.ts';
import { addRelayTraffic } from './library/relay-traffic.ts';
import { openSubApps } from './library/sub-apps.ts';
import { addTraffic } from './library/traffic-store.ts';
import { startMediaWork } from './media-work.ts';
import { findProgram } from './process/find-program.ts';
import { createProcessRoom } from './process/process-room.ts';
import { createRecorders } from './record/recorders.ts';
import { OnAir } from './relay/on-air.ts';
import { createApplicationRooms } from './rooms/application-rooms.ts';
import { consentFile } from './rooms/consent-file.ts';
import { Consents } from './rooms/consents.ts';
import { endLeftTasks } from './rooms/left-tasks.ts';
import { createPublishing } from './rooms/publishing.ts';
import { watchRecordings } from './rooms/running-recordings.ts';
import type { NotedRelay } from './rooms/relay-task.ts';
import { openNotes, type NotedTask } from './rooms/task-notes.ts';
import { watchRecorders } from './watch/watched-recorders.ts';

export interface Engine {
  readonly ports: { readonly http: number; readonly rtmp: number; readonly whip: number };
  /** Ends streams, finishes files, and keeps for the next start what could not be told. */
  close(): Promise<void>;
}

/** An address that another process on this machine can use. */
function reachableUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
  return `http://${name}:${String(port)}`;
}

/** Starts the whole engine. Rejects with the reason when a port or a folder cannot be had. */
export async function startEngine(
  config: EngineConfig,
  log: Logger,
  schedules?: Readonly<Record<'css' | 'trtc', RetrySchedule>>,
): Promise<Engine> {
  const { application, mediaFolder, journalFolder } = config;
  const clock = Date.now;
  const heartbeat = await startHeartbeat(journalFolder);
  const library = await openLibrary({
    databaseUrl: config.databaseUrl,
    spoolFolder: path.join(journalFolder, 'spool'),
    run: randomUUID(),
    log,
  });
  let ownUrl = '';
  const account: Account = {
    appId: config.appId,
    publicUrl: () => config.publicUrl?.replace(/\/+$/, '') ?? ownUrl,
  };
  const teller = createTeller(library, account, log);
  const plainRecorders = createRecorders({
    mediaFolder,
    journalFolder: path.join(journalFolder, 'recordings'),
    listener: teller.recordings,
    log,
    clock,
    syncEvery: config.syncEverySegments,
    minFreeBytes: config.minFreeMegabytes * 1024 * 1024,
  });
  const processes = createProcessRoom({ log });
  const ffmpegPath = await findProgram('ffmpeg', config.ffmpegPath);
  const watchedRecorders =
    config.qualityWatch === null
      ? plainRecorders
      : watchRecorders(plainRecorders, {
          ...config.qualityWatch,
          ...{ listener: teller.recordings, processes, ffmpegPath, log, clock },
        });
  const consents = await Consents.open(consentFile(journalFolder));
  const recorders = watchRecordings(watchedRecorders, consents);
  const shelf = await DocumentShelf.open({ library, folder: journalFolder, log });
  shelf.takeFromConfiguration(seedApplication(shelf, application, clock()));
  const directory = openDirectory(shelf);
  const notes = openNotes<NotedTask>(path.join(journalFolder, 'tasks'));
  const relayNotes = openNotes<NotedRelay>(path.join(journalFolder, 'relays'));
  // Read before a task of this process can stand there.
  const leftTasks = await notes.read();
  const leftRelays = await relayNotes.read();
  const unreadable = [...leftTasks.unreadable, ...leftRelays.unreadable];
  if (unreadable.length > 0)
    log.error({ files: unreadable }, 'notes of tasks cannot be read; these tasks are not told of');
  const onAir = new OnAir();
  const relayMeter = new RelayMeter((rows) => addRelayTraffic(library.sql, rows), log);
  const mixMeter = new MixMeter((rows) => addMixedTime(library.sql, rows), log);
  const shared = { consents, recorders, onAir, listener: teller.rooms, clock };
  const live = createApplicationRooms({
    ...shared,
    applications: directory,
    ffmpegPath,
    ...{ onTask: teller.onTask, onRelay: teller.onRelay, notes, relayNotes },
    processes,
    pictureHosts: config.pictureHosts,
    pushHosts: config.pushHosts,
    onPushed: (sdkAppId, streamId, bytes) => {
      relayMeter.add({ sdkAppId, streamId, way: 'push', bytes, requests: 0 });
    },
    onMixed: ({ mixId, sdkAppId, width, height }, use) => {
      mixMeter.add({ mixId, sdkAppId, width, height, ...use });
    },
    log,
  });
  for (const noted of leftRelays.tasks) {
    const found = live.find(noted.sdkAppId);
    if (found === null) await relayNotes.forget(noted.taskId);
    else found.relays.restore(noted);
  }
  const gate = createPublishing({
    ...shared,
    live,
    checkUser: createPublisherCheck(clock),
    printParam: printPublisherParam,
  });

  const meter = new Meter((rows) => addTraffic(library.sql, rows), log);
  const accessLog = new AccessLog(library, log);
  const app = fastify({
    forceCloseConnections: true,
    // A body that does not come keeps its place no longer; how long an answer takes is not limited by it.
    requestTimeout: requestPatienceMs,
    // A stream's default id has up to 243 signs, and its percent signs are encoded once more.
    routerOptions: { maxParamLength: 800 },
    // Behind a proxy on this machine the viewer's address is what the proxy says.
    trustProxy: config.publicUrl === null ? false : 'loopback',
  });
  app.addHook('onError', (request, _reply, error, done) => {
    // What the client did wrong it is told; nobody else need act.
    if ((error.statusCode ?? 500) >= 500)
      log.error({ err: error, url: request.url.split('?')[0] }, 'a request failed');
    done();
  });
  app.get('/healthz', () => ({ status: 'ok' }));
  const subApps = openSubApps(library.sql, { appId: config.appId, playKey: config.playKey });
  const work = await startMediaWork({
    library,
    mediaFolder,
    storage: config.storage,
    ffmpegPath,
    processes,
    listener: teller.recordings,
    log,
  });
  registerPlayback(app, { library, subApps, bytes: work.bytes, meter, accessLog, appId: config.appId });
  registerLivePlayback(app, { onAir, meter: relayMeter, playKey: config.playKey });
  registerPublishingDoor(app, { live, clock });
  registerPlayer(app, { library, subApps, account });
  const whip = await openWhipSessions({
    host: config.host,
    ...{ ports: config.whip.ports, announced: config.whip.addresses },
    gate,
    coders: ffmpegPath === null ? null : { ffmpegPath, processes, log, clock },
    ...{ log, clock },
  });
  registerWhip(app, { sessions: whip, publicUrl: config.publicUrl?.replace(/\/+$/, '') ?? null });
  registerLogFiles(app, { library, subApps, domain: () => new URL(account.publicUrl()).hostname });
  registerApi(
    app,
    config.api,
    skewUsage(
      everyAction({
        ...{ library, live, directory, shelf, recorders, consents, clock },
        desk: { library, account, subApps, removeBytes: (fileId) => work.removal.remove(fileId) },
        ...{ viewerRegion: config.viewerRegion, restoreScale: config.restoreScale },
      }),
      config.usageSkew,
    ),
    config.limitsRates,
    log,
  );
  await app.listen({ host: config.host, port: config.httpPort });
  const httpPort = (app.server.address() as AddressInfo).port;
  ownUrl = reachableUrl(config.host, httpPort);

  const rtmp = await startRtmpServer({ host: config.host, port: config.rtmpPort, gate, log });
  const sender = startSender({
    library,
    directory,
    firstSdkAppId: application.sdkAppId,
    ...(schedules === undefined ? {} : { schedules }),
    log,
  });

  // What an earlier process left is finished beside the new work, not before it, and none of it waits for the other.
  const leaving = new AbortController();
  const lastAliveMs = heartbeat.lastAliveMs ?? clock();
  const files = recorders.recover();
  const { onTask } = teller;
  const finishing = Promise.all(
    [
      files,
      endLeftTasks(leftTasks.tasks, { notes, onTask, lastAliveMs, files }),
      tellInterrupted(library, lastAliveMs, { signal: leaving.signal, log }),
    ].map((work) =>
      work.catch((error: unknown) => {
        log.error(
          { err: error },
          'what an earlier process left could not be finished; the next start tries again',
        );
      }),
    ),
  );

  return {
    ports: { http: httpPort, rtmp: rtmp.port, whip: whip.port },
    async close() {
      await rtmp.close();
      await whip.close();
      await live.close();
      await recorders.close();
      onAir.close();
      await app.close();
      await meter.close();
      await Promise.all([relayMeter.close(), mixMeter.close()]);
      await accessLog.close();
      const worked = work.close();
      // Events of the ends just made are in the spool at least; what the database takes in time is there too.
      await Promise.race([
        finishing.then(() => library.settled()),
        new Promise((resolve) => setTimeout(resolve, closePatienceMs).unref()),
      ]);
      await sender.close();
      shelf.close();
      leaving.abort();
      await library.close();
      await worked;
      heartbeat.stop();
    },
  };
}

const closePatienceMs = 1500;
const requestPatienceMs = 30_000;
