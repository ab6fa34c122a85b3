import { randomBytes } from 'node:crypto';
import { usesTencent, type Config } from '../config.ts';
import type { House } from '../supervisor.ts';
import { drawCost, sumOf } from './cost-table.ts';
import { connectGraphql } from './graphql-client.ts';
import { inspectFile } from './inspect-file.ts';
import { charges, demoOperations, type DemoOperations, type DemoRecording } from './operations.ts';
import { drawTable } from '../table.ts';
import { publishTestPicture, type Publishing } from './test-picture.ts';
import { waitUntil } from './wait-until.ts';
import { watchOnce } from './watch-once.ts';

type Say = (sentence: string) => void;

const publishSeconds = 20;
const people = [
  {
    userId: 'ada',
    picture: { width: 1280, height: 720, hueDegrees: 0, beepHz: 880, seconds: publishSeconds },
  },
  {
    userId: 'grace',
    picture: { width: 640, height: 360, hueDegrees: 120, beepHz: 440, seconds: publishSeconds },
  },
] as const;

/** The main job from end to end; answers what was not as it should be. A step that cannot go on throws instead. */
export async function tellStory(house: House, config: Config, say: Say): Promise<string[]> {
  if (usesTencent(config))
    throw new Error('The demo runs on our own engine only: unset ROOMTAPE_TENCENT_SECRET_ID.');
  const ffmpeg = config.ROOMTAPE_FFMPEG ?? 'ffmpeg';
  const runId = randomBytes(4).toString('hex');
  const room = `demo_${runId}`;
  const api = demoOperations(
    connectGraphql(house.urls.server, house.keys.admin),
    house.keys.application.sdkAppId,
    runId,
  );

  const { roomId, recordings } = await recordRoom(api, ffmpeg, room, say);
  const faults = await showFiles(recordings, ffmpeg, say);
  faults.push(...(await showCosts(api, recordings, say)));
  const { token } = await api.createViewerToken(roomId);
  console.log(`\nConsole, signed in for an hour: ${house.urls.server}/#token=${token}`);
  return faults;
}

async function recordRoom(
  api: DemoOperations,
  ffmpeg: string,
  room: string,
  say: Say,
): Promise<{ roomId: string; recordings: DemoRecording[] }> {
  const publishings: Publishing[] = [];
  try {
    for (const { userId, picture } of people) {
      const { rtmpUrl } = await api.createJoinTicket(room, userId);
      publishings.push(publishTestPicture(ffmpeg, picture, rtmpUrl));
      say(
        `${userId} publishes ${picture.width}×${picture.height} into room ${room} for ${picture.seconds} s …`,
      );
    }
    const published = Promise.all(publishings.map(({ done }) => done));
    // A publisher that is refused ends the wait for both at once, with the reason.
    const both = waitUntil('Both are in the room', 15, async () => {
      const found = await api.roomOf(room);
      return found?.publishing === people.length
        ? { answer: found.id }
        : { missing: `${found?.publishing ?? 0} of ${people.length} publish` };
    });
    const roomId = await Promise.race([both, published.then(() => both)]);
    const { mixId } = await api.startMixedRecording(roomId);
    say('Both are in; a mixed recording was started.');
    const progress = setInterval(() => {
      say('… recording');
    }, 5000);
    try {
      await published;
    } finally {
      clearInterval(progress);
    }
    say('Both have left; the recordings are being finished …');
    // The room ends with its last user, and its mix with it: a stop that comes late is refused, which is no fault.
    await api.stopMixedRecording(mixId).catch((error: unknown) => {
      say(`The mix had ended by itself (${error instanceof Error ? error.message : String(error)}).`);
    });
    return { roomId, recordings: await readyRecordings(api, roomId) };
  } finally {
    for (const publishing of publishings) publishing.cancel();
  }
}

/** One recording a person and the mixed one, every file confirmed. */
async function readyRecordings(api: DemoOperations, roomId: string): Promise<DemoRecording[]> {
  return waitUntil('All recordings are ready', 90, async () => {
    const recordings = await api.recordingsOf(roomId);
    const failed = recordings.find((recording) => recording.state === 'FAILED');
    if (failed !== undefined)
      throw new Error(`The recording of ${nameOf(failed)} failed: ${failed.failure ?? 'no reason given'}`);
    const ready = recordings.filter((recording) => recording.state === 'READY' && recording.files.length > 0);
    const mixed = ready.some((recording) => recording.kind === 'MIX');
    if (recordings.length > people.length && ready.length === recordings.length && mixed)
      return { answer: ready };
    return {
      missing:
        recordings.map((recording) => `${nameOf(recording)} ${recording.state}`).join(', ') ||
        'no recording is known',
    };
  });
}

/** Each file is fetched once, as a player would, and read by ffprobe: what is shown is what came over the network. */
async function showFiles(recordings: readonly DemoRecording[], ffmpeg: string, say: Say): Promise<string[]> {
  const faults: string[] = [];
  const rows: string[][] = [['recording', 'format', 'length', 'size', 'picture', 'codecs', 'played']];
  const addresses: string[] = [];
  for (const recording of recordings) {
    for (const file of recording.files) {
      const name = `${nameOf(recording)} ${file.format.toLowerCase()}`;
      if (file.playbackUrl === null) {
        faults.push(`${name} has no playback address.`);
        continue;
      }
      say(`Playing ${name} …`);
      const viewing = await watchOnce(file.playbackUrl);
      const seen = await inspectFile(ffmpeg, file.playbackUrl);
      rows.push([
        nameOf(recording),
        file.format.toLowerCase(),
        `${seen.seconds.toFixed(2)} s`,
        `${(Number(file.sizeBytes) / 1e6).toFixed(3)} MB`,
        seen.picture,
        seen.codecs,
        `${(viewing.bytes / 1e6).toFixed(3)} MB`,
      ]);
      addresses.push(`  ${name}: ${file.playbackUrl}`);
      if (Math.abs(seen.seconds - (file.durationSeconds ?? 0)) > 0.5) {
        faults.push(`${name}: the API says ${file.durationSeconds ?? 0} s, the file has ${seen.seconds} s.`);
      }
      if (recording.kind !== 'MIX' && Math.abs(seen.seconds - publishSeconds) > 0.2) {
        faults.push(`${name}: ${publishSeconds} s were sent, ${seen.seconds} s were recorded.`);
      }
    }
  }
  console.log(`\n${drawTable(rows)}\n\nAddresses (signed; they expire):\n${addresses.join('\n')}`);
  return faults;
}

/** Under every price book. Usage of playback comes by the vendor's usage calls and so a little later: it is waited for. */
async function showCosts(
  api: DemoOperations,
  recordings: readonly DemoRecording[],
  say: Say,
): Promise<string[]> {
  const faults: string[] = [];
  say('Waiting until the playback has been counted …');
  for (const book of await api.priceBooks()) {
    const ask = async () =>
      Promise.all(
        recordings.map(async (recording) => ({
          name: nameOf(recording),
          cost: await api.costOf(recording.id, book),
        })),
      );
    let costs = await ask();
    const missing = (): string[] =>
      charges.filter(
        (charge) =>
          !sumOf(
            costs.map(({ cost }) => cost),
            charge,
          ).isPositive() ||
          sumOf(
            costs.map(({ cost }) => cost),
            charge,
          ).isZero(),
      );
    await waitUntil(
      `The four charges under ${book}`,
      90,
      async () => {
        if (missing().length > 0) costs = await ask();
        return missing().length === 0
          ? { answer: null }
          : { missing: `${missing().join(', ').toLowerCase()} still zero` };
      },
      2000,
    ).catch((error: unknown) => faults.push(error instanceof Error ? error.message : String(error)));
    console.log(`\n${drawCost(costs)}`);
  }
  return faults;
}

function nameOf(recording: DemoRecording): string {
  return recording.kind === 'MIX' ? 'mixed' : (recording.userId ?? recording.id);
}
