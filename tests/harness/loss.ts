import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbedded } from '../../cli/database/embedded.ts';
import { flvTagTypes, FlvStreamReader } from '../../engine/containers/flv-stream.ts';
import { livePath, signLive } from '../../wire/live-address.ts';
import { publishAddress, testApplication, testPlayKey, whipEndpoint } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { probe } from '../support/probe.ts';
import { startPublisher } from '../support/publisher.ts';
import { startUdpRelay } from '../support/udp-relay.ts';
import { openVodEngine, type VodEngine } from '../support/vod-engine.ts';
import { startWhipBrowser } from '../support/whip-browser.ts';
import { ffmpegChildren, isRunning, signal } from './ffmpeg-children.ts';
import type { HarnessRun } from './harness-run.ts';

export interface LossReport {
  readonly killed: number;
  readonly stopped: number;
  readonly dropped: number;
  readonly pictures: number;
  /** The longest time, by the mix's clock, without a picture. */
  readonly widestGapMs: number;
  /** Of the recorded mix, all files together. */
  readonly recordedSeconds: number;
  readonly faults: readonly string[];
}

const browsers = ['ann', 'bob'] as const;
const SdkAppId = testApplication.sdkAppId;
const room = { SdkAppId, StrRoomId: 'storm' };
/** A child that hangs is known by its silence of 5 s; then another is started. */
const longestGapMs = 15_000;
const patienceMs = 60_000;
/** The quality watch keeps one decoder of pictures and one of sound for all streams until the engine ends. */
const longLived = 2;

/** Two browsers behind a bad network and one good publisher are mixed while any child of the engine is killed or made to hang. */
export async function runLoss({
  clusterUrl,
  seconds,
  random,
  report,
}: {
  /** Of a PostgreSQL that it may make a database on. */
  readonly clusterUrl: string;
  readonly seconds: number;
  readonly random: HarnessRun['random'];
  readonly report: (sentence: string) => void;
}): Promise<LossReport> {
  const house = await openVodEngine({}, clusterUrl);
  const browser = await startWhipBrowser();
  const relays = await Promise.all(
    browsers.map(() =>
      startUdpRelay(house.engine.ports['whip']!, { loss: 0, jitterMs: 0, seed: random.whole(0, 2 ** 31) }),
    ),
  );
  const rtmp = publishAddress(house.engine.ports['rtmp']!, { room: room.StrRoomId, userId: 'cy' });
  const publisher = startPublisher(rtmp, seconds + 600, '320x180');
  const faults: string[] = [];
  const counts = { killed: 0, stopped: 0 };
  const everStarted = new Set<number>();
  const children = (): readonly number[] => {
    const found = ffmpegChildren(house.engine.pid);
    for (const pid of found) everStarted.add(pid);
    return found;
  };
  try {
    const pages = await Promise.all(
      browsers.map(async (userId, index) => {
        const page = await browser.open();
        await page.publish({
          ...whipEndpoint(house.engine.ports['http']!, { room: room.StrRoomId, userId }),
          ...{ video: 'H264', audio: true, size: { width: 320, height: 180 }, source: 'flash' },
          relayPort: relays[index]!.port,
        });
        return page;
      }),
    );
    await eventually('the mix can be started', () => startMix(house), patienceMs);
    const output = await watchOutput(house);
    await delay(2000);
    const startedAt = performance.now();
    while (performance.now() - startedAt < seconds * 1000) {
      const running = children();
      if (running.length > 0) {
        const hangs = random.whole(0, 3) === 0;
        signal(random.pick(running), hangs ? 'SIGSTOP' : 'SIGKILL');
        counts[hangs ? 'stopped' : 'killed'] += 1;
      }
      random.pick(relays).weather({ loss: random.whole(0, 5) / 100, jitterMs: random.whole(0, 50) });
      await delay(random.whole(1500, 6000));
    }
    report(`${counts.killed} children killed and ${counts.stopped} stopped; waiting until all is well again`);
    for (const relay of relays) relay.weather({ loss: 0, jitterMs: 0 });
    const before = output.pictures;
    const recovers = async (): Promise<boolean> => {
      await delay(500);
      children();
      return output.pictures > before + 60;
    };
    if (!(await isSo(recovers))) faults.push(`${output.pictures - before} pictures afterwards`);
    for (const [index, page] of pages.entries()) {
      const status = await page.end();
      if (status !== 200) faults.push(`the end of ${browsers[index]!}’s session was answered with ${status}`);
    }
    if (output.ended) faults.push('the mixed stream ended by itself');
    const ranMs = performance.now() - startedAt;
    await house.trtc().StopMCUMixTranscodeByStrRoomId(room);
    if (!(await isSo(() => output.ended))) faults.push('the mixed stream did not end when it was told to');
    if (output.backwards > 0) faults.push(`${output.backwards} pictures went back in time`);
    if (output.widestGapMs > longestGapMs) faults.push(`no picture for ${output.widestGapMs} ms`);
    publisher.process.kill('SIGKILL');
    await publisher.ended;
    const recordedSeconds = await recorded(house);
    if (recordedSeconds < (0.95 * ranMs) / 1000)
      faults.push(`${recordedSeconds.toFixed(1)} s were recorded of ${(ranMs / 1000).toFixed(1)}`);
    if (!(await isSo(() => children().length <= longLived)))
      faults.push(`${children().length} children are left in the engine`);
    if (!isRunning(house.engine.pid)) faults.push('the engine is gone');
    await house.engine.stop();
    const left = [...everStarted].filter(isRunning);
    if (left.length > 0) faults.push(`${left.length} processes are left`);
    const dropped = relays.reduce((sum, relay) => sum + relay.dropped, 0);
    const { pictures, widestGapMs } = output;
    return { ...counts, dropped, pictures, widestGapMs, recordedSeconds, faults };
  } finally {
    publisher.process.kill('SIGKILL');
    await browser.close();
    for (const relay of relays) relay.close();
    await house.close();
  }
}

export async function lossForMinutes(run: HarnessRun): Promise<readonly string[]> {
  const { folder, minutes, random, report } = run;
  const cluster = await startEmbedded(folder, randomBytes(12).toString('hex'));
  try {
    const given = { clusterUrl: cluster.adminUrl, seconds: minutes * 60, random, report };
    const { faults, ...figures } = await runLoss(given);
    report(JSON.stringify(figures));
    return faults;
  } finally {
    await cluster.stop();
  }
}

async function startMix(house: VodEngine): Promise<boolean> {
  try {
    await house.trtc().StartMCUMixTranscodeByStrRoomId({
      ...room,
      OutputParams: { StreamId: 'storm_mix', RecordId: 'storm' },
      EncodeParams: {
        ...{ AudioSampleRate: 48_000, AudioBitrate: 64, AudioChannels: 2 },
        ...{ VideoWidth: 640, VideoHeight: 360, VideoBitrate: 600, VideoFramerate: 15, VideoGop: 2 },
      },
      LayoutParams: { Template: 1 },
    });
    return true;
  } catch {
    return false;
  }
}

/** A viewer of the mix, who stays; times are the mix's clock. */
async function watchOutput(house: VodEngine) {
  const query = signLive(testPlayKey, 'storm_mix', Math.floor(Date.now() / 1000) + 86_400);
  const port = String(house.engine.ports['http']);
  const url = `http://127.0.0.1:${port}${livePath('storm_mix', 'flv')}?${query}`;
  const [answer] = (await once(http.get(url), 'response')) as [http.IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`the mix is answered with ${String(answer.statusCode)}`);
  let lastMs: number | null = null;
  const watch = { pictures: 0, widestGapMs: 0, backwards: 0, ended: false };
  const reader = new FlvStreamReader(({ type, timestampMs, body }) => {
    if (type !== flvTagTypes.video || body[1] === 0) return;
    watch.pictures += 1;
    if (lastMs !== null && timestampMs < lastMs) watch.backwards += 1;
    watch.widestGapMs = Math.max(watch.widestGapMs, timestampMs - (lastMs ?? timestampMs));
    lastMs = timestampMs;
  });
  answer.on('data', (bytes: Buffer) => {
    reader.push(bytes);
  });
  answer.on('error', () => undefined);
  answer.on('close', () => {
    watch.ended = true;
  });
  return watch;
}

/** Seconds of the recorded mix in MP4, once nothing more comes. */
async function recorded(house: VodEngine): Promise<number> {
  const films = () =>
    house.receiver
      .files()
      .filter(({ streamId, format }) => streamId === 'storm_mix' && format === 'mp4')
      .map(({ videoUrl }) => videoUrl);
  await eventually('the film of the mix', () => films().length > 0, patienceMs);
  await delay(3000);
  let seconds = 0;
  for (const url of films()) seconds += (await probe(house.open(url))).durationSeconds;
  return seconds;
}

async function isSo(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    if (await holds()) return true;
    await delay(200);
  }
  return false;
}
