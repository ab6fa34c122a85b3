import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { findFreePort } from '../../../cli/free-port.ts';
import type { EngineConfig } from '../../../engine/config.ts';
import { openClients, type TencentClients } from '../../../server/adapters/tencent/clients.ts';
import {
  publishAddress,
  startEngineProcess,
  testApplication,
  testCredential,
  testEngineConfig,
} from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { openFreshDatabase, type FreshDatabase } from '../../support/fresh-database.ts';
import { startPublisher, type Publisher } from '../../support/publisher.ts';
import type { Random } from '../seeded-random.ts';
import { openCapture, type CapturedCallback } from './capture.ts';

const { sdkAppId } = testApplication;
/** A stream that comes back within this goes on in its recording. */
const resumeTimeoutSeconds = 6;

/** What a day left: its callbacks in the order in which they came, and the engine's library, which knows it all. */
export interface RecordedDay {
  readonly callbacks: readonly CapturedCallback[];
  readonly endedAt: Date;
  /** The engine's and, still empty, the server's. */
  readonly database: FreshDatabase;
  readonly folder: string;
  readonly engineConfig: EngineConfig;
  close(): Promise<void>;
}

export interface DayOptions {
  readonly clusterUrl: string;
  readonly folder: string;
  /** Users beside those of the story, each in one of a few rooms. */
  readonly others: number;
  readonly random: Random;
}

interface Stage {
  readonly clients: TencentClients;
  readonly random: Random;
  readonly publish: (room: string, userId: string, seconds: number, extra?: string) => Publisher;
}

/**
 * Records a day, which is short: rooms with a name and with a number, several users at a time, a screen beside a camera, a mix, a
 * pause, a stream that comes back, and a room that is opened again.
 */
export async function recordDay({ clusterUrl, folder, others, random }: DayOptions): Promise<RecordedDay> {
  const database = await openFreshDatabase(clusterUrl);
  const capture = await openCapture();
  const [httpPort, rtmpPort] = [await findFreePort('127.0.0.1'), await findFreePort('127.0.0.1')];
  const doors = `${capture.url}/callbacks/tencent`;
  const engineConfig: EngineConfig = {
    ...testEngineConfig({
      ...{ databaseUrl: database.engineUrl, folder, formats: ['hls', 'mp4', 'aac'] },
      callbackUrls: { css: `${doors}/css/${sdkAppId}`, trtc: `${doors}/trtc/${sdkAppId}` },
    }),
    ...{ httpPort, rtmpPort },
  };
  const engine = await startEngineProcess(engineConfig);
  const endpoint = `127.0.0.1:${String(httpPort)}/api`;
  const clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  const publishers: Publisher[] = [];
  const stage: Stage = {
    ...{ clients, random },
    publish(room, userId, seconds, extra = '') {
      const publisher = startPublisher(publishAddress(rtmpPort, { room, userId, extra }), seconds);
      publishers.push(publisher);
      return publisher;
    },
  };
  try {
    await setResumeTimeout(clients);
    await Promise.all([
      lesson(stage),
      walk(stage),
      stage.publish('2002', 'caller', 4, '&roomidtype=int&streamid=call_7&userdefinerecordid=case_7').ended,
      stage.publish('2002', 'namesake', 3).ended,
      ...Array.from({ length: others }, (_, index) => other(stage, index)),
    ]);
    await untilQuiet(database.engineUrl, engineConfig.journalFolder);
  } finally {
    for (const { process: child } of publishers) child.kill('SIGKILL');
    clients.close();
    await engine.stop();
    await capture.close();
  }
  return {
    ...{ callbacks: capture.callbacks, endedAt: new Date(), database, folder, engineConfig },
    close: () => database.close(),
  };
}

async function setResumeTimeout({ live }: TencentClients): Promise<void> {
  const { Rules } = await live.DescribeLiveRecordRules(null);
  const rule = Rules.find(({ AppName }) => AppName === `trtc_${String(sdkAppId)}`)!;
  await live.ModifyLiveRecordTemplate({
    TemplateId: rule.TemplateId!,
    HlsSpecialParam: { FlowContinueDuration: resumeTimeoutSeconds },
  });
}

/** Tries until the cloud takes it: it does once the stream or the room is there. */
const until = (what: string, call: () => Promise<unknown>): Promise<unknown> =>
  eventually(
    what,
    () =>
      call().then(
        () => true,
        () => false,
      ),
    60_000,
  );

async function lesson({ clients, publish }: Stage): Promise<void> {
  const teacher = publish('lesson', 'teacher', 10);
  const pupil = publish('lesson', 'pupil', 9);
  const screen = publish('lesson', 'screen', 4, '&streamtype=aux');
  const sound = { AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 };
  const picture = { VideoWidth: 320, VideoHeight: 180, VideoBitrate: 300, VideoFramerate: 10, VideoGop: 1 };
  await until('the mix begins', () =>
    clients.trtc.StartMCUMixTranscodeByStrRoomId({
      ...{ SdkAppId: sdkAppId, StrRoomId: 'lesson' },
      OutputParams: { StreamId: 'lesson_mix', RecordId: 'lesson_film' },
      EncodeParams: { ...sound, ...picture },
      LayoutParams: { Template: 1 },
    }),
  );
  const recording = { SdkAppId: sdkAppId, StreamId: `${sdkAppId}_lesson_pupil_main` };
  await until('a recording is paused', () => clients.own!.request('PauseStreamRecording', recording));
  await delay(1500);
  await clients.own!.request('ResumeStreamRecording', recording);
  await Promise.all([teacher.ended, pupil.ended, screen.ended]);
  await publish('lesson', 'teacher', 3).ended;
}

async function walk({ publish }: Stage): Promise<void> {
  await publish('walk', 'wanderer', 3, '&streamid=walk_1').ended;
  await publish('walk', 'wanderer', 3, '&streamid=walk_1').ended;
}

async function other({ publish, random }: Stage, index: number): Promise<void> {
  const [room, seconds, pauseMs] = [random.whole(1, 6), random.whole(2, 12), random.whole(0, 8000)];
  await delay(pauseMs);
  await publish(`room_${String(room)}`, `user_${String(index)}`, seconds).ended;
}

/** Everything was told, every file is in the library and has its pictures. */
async function untilQuiet(engineUrl: string, journalFolder: string): Promise<void> {
  const sql = postgres(engineUrl, { max: 1 });
  try {
    let quietLooks = 0;
    await eventually(
      'the day is over and told',
      async () => {
        const [open] = await sql<{ n: number }[]>`
          select (select count(*) from callbacks where delivered_at is null)::int
            + (select count(*) from pushes where ended_at is null)::int
            + (select count(*) from rooms where destroyed_at is null)::int
            + (select count(*) from media_files where stills_state = 'waiting')::int as n`;
        const isQuiet = open!.n === 0 && readdirSync(path.join(journalFolder, 'recordings')).length === 0;
        quietLooks = isQuiet ? quietLooks + 1 : 0;
        if (quietLooks < 4) await delay(300);
        return quietLooks >= 4;
      },
      180_000,
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
}
