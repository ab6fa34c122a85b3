import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingFormats, type RecordingFormat } from '../../domain/recording/formats.ts';
import { range } from '../support/content/account.ts';
import { beepOffsetSeconds, beepSeconds } from '../support/content/beep-code.ts';
import type { ClipPublisher } from '../support/content/clip-publisher.ts';
import { publishClip } from '../support/content/clip-publisher.ts';
import type { Sent, Tolerances } from '../support/content/judge.ts';
import { judge } from '../support/content/judge.ts';
import type { Cell } from '../support/content/matrix-table.ts';
import { printMatrix } from '../support/content/matrix-table.ts';
import type { ClipMedia, ClipTags } from '../support/content/numbered-clip.ts';
import { cutClip, makeNumberedClip, readClip, writeClip } from '../support/content/numbered-clip.ts';
import { picturesPerSecond } from '../support/content/picture-code.ts';
import { readContent } from '../support/content/read-content.ts';
import type { Joining, Method, MethodHouse } from '../support/content/recording-methods.ts';
import { methods, openMethods } from '../support/content/recording-methods.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

/**
 * What is sent into the house is found in its files: every picture and every beep of numbered clips, for each way to
 * record, format, kind of media and thing that can happen to a recording. What a way does not offer is what the product's
 * own table of capabilities says, and nothing else. The matrix is printed at the end.
 */
const kinds = {
  'audio and video': { video: true, audio: true },
  'video only': { video: true, audio: false },
  'audio only': { video: false, audio: true },
} as const satisfies Readonly<Record<string, ClipMedia>>;
type Media = keyof typeof kinds;
const medias = Object.keys(kinds) as Media[];

/** A thing that not every way of recording can do, as the product's table calls it. */
type Feature = 'PAUSE' | 'RESUME_STREAM' | 'TASK';

interface Where {
  readonly method: Method;
  readonly media: Media;
  readonly scenario: string;
  readonly feature: Feature | null;
}

/**
 * Examines the files of one user: what was sent, or what that is where so much is missing at the beginning as the product
 * states; what may be amiss; how many files each format has.
 */
type Examine = (
  sent: Sent | ((startGapSeconds: number) => Sent),
  tolerances?: Tolerances,
  parts?: (format: RecordingFormat) => number,
) => Promise<void>;

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly startGapSeconds: number | null;
  readonly files: readonly { readonly format: string; readonly playbackUrl: string | null }[];
}

/** A user's recordings. */
async function find({ house, sdkAppId }: MethodHouse, { userId }: Joining): Promise<readonly Listed[]> {
  const query = `query ($filter: RecordingFilterInput) { recordings(filter: $filter) { edges { node {
    id state startGapSeconds files { format playbackUrl } } } } }`;
  const { recordings } = await house.ask<{ recordings: { edges: { node: Listed }[] } }>(query, {
    filter: { sdkAppId, userId },
  });
  return recordings.edges.map(({ node }) => node);
}

/** A callback that a busy machine did not take is repeated after 60 s: for two of those, and for the work. */
const readyWithinMs = 150_000;

/** Forty ask at once: what they ask must not keep the houses from their work. */
const askEveryMs = 500;

/** The recordings when they are ready with so many files of each format: those of one may be told of after another's. */
async function ready(
  method: Method,
  place: MethodHouse,
  user: Joining,
  expected: readonly { readonly format: RecordingFormat; readonly files: number }[],
): Promise<readonly Listed[]> {
  const wanted = expected.map(({ format, files }) => `${files} ${format.toUpperCase()}`).join(', ');
  const most = method.verb === 'TASK' ? 2 : 1;
  let found: readonly Listed[] = [];
  return eventually(
    `the recording of ${user.userId} by ${method.name} is ready with ${wanted}`,
    async () => {
      await delay(askEveryMs);
      found = await find(place, user);
      // Callbacks that come out of turn can show two for a moment where there is one.
      if (found.length > most) return null;
      // A further file may be announced while the answer is put together: it has no address yet.
      const isWhole = found.every(
        ({ state, files }) => state === 'READY' && files.every(({ playbackUrl }) => playbackUrl !== null),
      );
      if (!isWhole) return null;
      const known = found.flatMap(({ files }) => files.map(({ format }) => format));
      const count = (format: string): number => known.filter((one) => one === format.toUpperCase()).length;
      return expected.every(({ format, files }) => count(format) === files) ? found : null;
    },
    readyWithinMs,
  ).catch((error: unknown) => {
    const seen = found.map(({ state, files }) => `${state}: ${files.map(({ format }) => format).join(', ')}`);
    throw new Error(`${error instanceof Error ? error.message : String(error)}; it is ${seen.join('; ')}`);
  });
}

/** Long enough that a task asked for in the midst begins before the end. */
const lateSeconds = 30;

/** Long enough to be paused and resumed in the midst of where a busy machine is slow to tell that it records. */
const pausedSeconds = 30;

/** ffmpeg says every tenth of a second what it has sent, and a packet is some time on its way. */
const progressSlackSeconds = 0.4;

/** A fragment is as long at most, and the one that was being filled is lost with the process. */
const fragmentSeconds = 2;

/**
 * What ffmpeg has handed to its connection counts as sent. On a busy machine half a second of it lies in buffers when the
 * engine is killed: it was not read, or read and not written yet.
 */
const onItsWaySeconds = 0.5;

/** Where two stretches are joined, room for the reordering of pictures may be left: two of them. */
const joinStepSeconds = 0.15;

/** Two decoders at a time, or the publishers of other scenarios would fall behind. */
const decoders = { free: 2, waiting: [] as (() => void)[] };
async function decoding<T>(work: () => Promise<T>): Promise<T> {
  if (decoders.free === 0) await new Promise<void>((resolve) => decoders.waiting.push(resolve));
  else decoders.free -= 1;
  try {
    return await work();
  } finally {
    const next = decoders.waiting.shift();
    if (next === undefined) decoders.free += 1;
    else next();
  }
}

describe('content of recordings', () => {
  const folder = openTemporaryFolder();
  const clips = {} as Record<Media, ClipTags>;
  let houses: ReadonlyMap<Method, MethodHouse> = new Map();
  const cells: Cell[] = [];

  beforeAll(async () => {
    // Pictures predicted from later ones where there is sound too, and none where there is not: both orders are seen.
    const files = [true, false].map((bFrames) => ({
      bFrames,
      file: path.join(folder.path, `${bFrames}.flv`),
    }));
    await Promise.all(files.map(({ bFrames, file }) => makeNumberedClip(file, { seconds: 80, bFrames })));
    for (const media of medias) clips[media] = readClip(files[media === 'video only' ? 1 : 0]!.file);
    houses = await openMethods();
  }, 60_000);
  afterAll(async () => {
    process.stdout.write(`\n${printMatrix(cells)}\n\n`);
    const opened = new Set([...houses.values()].map(({ house }) => house));
    await Promise.all([...opened].map((house) => house.close()));
    folder.close();
  });

  let written = 0;

  /** A stretch of the clip as a file to publish: one of its own, since another publisher reads the one written before. */
  function stretch(media: Media, name: string, fromSecond: number, untilSecond: number): string {
    written += 1;
    const file = path.join(folder.path, `${name}-${media.replaceAll(' ', '-')}-${String(written)}.flv`);
    writeClip(file, cutClip(clips[media], fromSecond, untilSecond), kinds[media]);
    return file;
  }

  function sentOf(media: Media, seconds: readonly number[]): Sent {
    const { video, audio } = kinds[media];
    return {
      pictures: video
        ? seconds.flatMap((second) => range(second * picturesPerSecond, (second + 1) * picturesPerSecond))
        : [],
      beeps: audio ? seconds : [],
    };
  }

  /**
   * What must be in the files where a pause and a resumption each took hold somewhere between two moments of the clip:
   * everything before the first, and after the last what follows the next key picture.
   */
  function sentAround(
    media: Media,
    seconds: number,
    [pauseFrom, pauseUntil]: readonly [number, number],
    [resumeFrom, resumeUntil]: readonly [number, number],
  ): Sent {
    const all = sentOf(media, range(0, seconds));
    const goesOn = Math.ceil(resumeUntil + progressSlackSeconds);
    const isKept = (from: number, until: number): boolean =>
      until <= pauseFrom - progressSlackSeconds || from >= goesOn;
    const isLeftOut = (from: number, until: number): boolean =>
      from >= pauseUntil + progressSlackSeconds && until <= resumeFrom - progressSlackSeconds;
    const split = (numbers: readonly number[], spanOf: (number: number) => readonly [number, number]) => ({
      kept: numbers.filter((number) => isKept(...spanOf(number))),
      maybe: numbers.filter((number) => !isKept(...spanOf(number)) && !isLeftOut(...spanOf(number))),
    });
    const pictures = split(all.pictures, (n) => [n / picturesPerSecond, (n + 1) / picturesPerSecond]);
    const beeps = split(all.beeps, (n) => [n + beepOffsetSeconds, n + beepOffsetSeconds + beepSeconds]);
    return {
      pictures: pictures.kept,
      beeps: beeps.kept,
      maybe: { pictures: pictures.maybe, beeps: beeps.maybe },
    };
  }

  /** What must be in the files where recording began somewhere between two moments: a key picture before may be the first. */
  function sentSince(media: Media, seconds: number, from: number, until: number): Sent {
    const all = sentOf(media, range(0, seconds));
    const first = Math.floor(from - progressSlackSeconds);
    const sure = until + progressSlackSeconds;
    const split = (numbers: readonly number[], beginningOf: (number: number) => number) => ({
      kept: numbers.filter((number) => beginningOf(number) >= sure),
      maybe: numbers.filter((number) => beginningOf(number) >= first && beginningOf(number) < sure),
    });
    const pictures = split(all.pictures, (number) => number / picturesPerSecond);
    const beeps = split(all.beeps, (number) => number + beepOffsetSeconds);
    return {
      pictures: pictures.kept,
      beeps: beeps.kept,
      maybe: { pictures: pictures.maybe, beeps: beeps.maybe },
    };
  }

  /** Whether a way has a format and, where the scenario is a feature of its own, that in the format. */
  function isOffered(method: Method, format: RecordingFormat, feature: Feature | null): boolean {
    const { offer } = houses.get(method)!;
    return [method.verb, feature].every((verb) => verb === null || offer.get(verb)?.has(format) === true);
  }

  /** Reads the files of each format and keeps what they came to as cells of the matrix. */
  async function examine(
    where: Where,
    user: Joining,
    ...[sent, tolerances = {}, parts = () => 1]: Parameters<Examine>
  ): Promise<void> {
    const { method, media, scenario, feature } = where;
    const offered = recordingFormats.filter((format) => isOffered(method, format, feature));
    const expected = offered.map((format) => ({
      format,
      files: format === 'aac' && !kinds[media].audio ? 0 : parts(format),
    }));
    const found = await ready(method, houses.get(method)!, user, expected);
    const gapSeconds = Math.max(0, ...found.map(({ startGapSeconds }) => startGapSeconds ?? 0));
    const all = typeof sent === 'function' ? sent(gapSeconds) : sent;
    await Promise.all(
      offered.map(async (format) => {
        const addresses = found
          .flatMap(({ files }) => files)
          .filter((file) => file.format === format.toUpperCase());
        const cell = { method: method.name, media, scenario, format };
        if (addresses.length === 0) {
          cells.push({ ...cell, verdict: 'no sound' });
          return;
        }
        const held = { audio: kinds[media].audio, video: kinds[media].video && format !== 'aac' };
        const contents = await Promise.all(
          addresses.map(({ playbackUrl }) => decoding(() => readContent(playbackUrl!, held))),
        );
        const none = {
          pictures: [],
          ...(all.maybe === undefined ? {} : { maybe: { ...all.maybe, pictures: [] } }),
        };
        cells.push({ ...cell, verdict: judge(contents, held.video ? all : { ...all, ...none }, tolerances) });
      }),
    );
  }

  /** Plays a scenario for every way that offers it and kind of media at once, and answers for its cells. */
  async function play(
    { scenario, feature = null }: { readonly scenario: string; readonly feature?: Feature | null },
    tell: (told: {
      readonly method: Method;
      readonly place: MethodHouse;
      readonly house: TestHouse;
      readonly media: Media;
      readonly user: Joining;
      /** Has the user recorded, and answers where to publish. */
      readonly join: () => Promise<string>;
      readonly examine: Examine;
    }) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      methods.flatMap((method) =>
        medias.map(async (media) => {
          const missing = recordingFormats.filter((format) => !isOffered(method, format, feature));
          cells.push(
            ...missing.map((format) => ({
              ...{ method: method.name, media, scenario, format },
              verdict: 'not offered' as const,
            })),
          );
          if (missing.length === recordingFormats.length) return;
          const id = `${scenario}_${media}`.replaceAll(' ', '_');
          const user = { room: id, userId: id, media: kinds[media] };
          const place = houses.get(method)!;
          await tell({
            ...{ method, media, user, place, house: place.house },
            join: async () => {
              await method.begin(place, user);
              return method.join(place, user);
            },
            examine: (...said) => examine({ method, media, scenario, feature }, user, ...said),
          });
        }),
      ),
    );
    const own = cells.filter((cell) => cell.scenario === scenario);
    expect(own).toHaveLength(methods.length * medias.length * recordingFormats.length);
    const faults = own.flatMap(({ method, media, format, verdict }) =>
      (typeof verdict === 'string' ? [] : verdict.faults).map(
        (fault) => `${method}, ${media}, ${format}: ${fault}`,
      ),
    );
    expect(faults).toEqual([]);
  }

  async function sendAll(publisher: ClipPublisher): Promise<void> {
    expect(await publisher.ended).toEqual({ code: 0, said: '' });
  }

  it('loses the last fragment at most when the engine is killed, and is whole again after its restart', async () => {
    const killed = new Map<TestHouse, Promise<void>>();
    const farEnough = new Set<string>();
    await play({ scenario: 'killed' }, async ({ method, house, media, join, examine }) => {
      const address = await join();
      const publisher = publishClip(address, stretch(media, 'killed', 0, 30));
      await publisher.reached(6.4);
      farEnough.add(`${method.name}, ${media}`);
      await eventually('all are far enough', () => farEnough.size === methods.length * medias.length);
      if (!killed.has(house)) {
        process.kill(house.engine.pid, 'SIGKILL');
        killed.set(
          house,
          house.engine.ended.then(async () => {
            house.engine = await house.startEngine();
          }),
        );
      }
      await publisher.ended;
      await killed.get(house);
      const seconds = Math.max(publisher.sent.seconds, publisher.sent.pictures / picturesPerSecond);
      const sent: Sent = {
        pictures: kinds[media].video ? range(0, publisher.sent.pictures) : [],
        beeps: kinds[media].audio ? range(0, Math.floor(seconds + 0.7)) : [],
      };
      const lostSeconds = fragmentSeconds + onItsWaySeconds;
      await examine(sent, {
        lostAtEnd: { pictures: Math.ceil(lostSeconds * picturesPerSecond), beeps: Math.ceil(lostSeconds) },
      });
    });
  }, 300_000);

  it.concurrent(
    'loses and doubles nothing where files are split',
    async () => {
      await play({ scenario: 'split' }, async ({ place, media, join, examine }) => {
        await sendAll(publishClip(await join(), stretch(media, 'split', 0, 70)));
        const splits = place.offer.get('SPLIT')!;
        await examine(sentOf(media, range(0, 70)), {}, (format) => (splits.has(format) ? 2 : 1));
      });
    },
    360_000,
  );

  it.concurrent(
    'goes on in the same files when a stream comes back in time',
    async () => {
      await play({ scenario: 'resumed', feature: 'RESUME_STREAM' }, async ({ media, join, examine }) => {
        await sendAll(publishClip(await join(), stretch(media, 'before', 0, 5)));
        await sendAll(publishClip(await join(), stretch(media, 'after', 5, 10)));
        await examine(sentOf(media, range(0, 10)), { stepSeconds: joinStepSeconds });
      });
    },
    300_000,
  );

  it.concurrent(
    'leaves out of the files what comes while it is paused, and nothing else',
    async () => {
      await play({ scenario: 'paused', feature: 'PAUSE' }, async (told) => {
        const { place, house, media, user, join, examine } = told;
        const publisher = publishClip(await join(), stretch(media, 'paused', 0, pausedSeconds));
        const found = await eventually(
          'the recordings are known',
          async () => {
            await delay(askEveryMs);
            const known = await find(place, user);
            return known.length > 0 ? known : null;
          },
          60_000,
        );
        const command = (verb: 'pause' | 'resume'): Promise<unknown> =>
          Promise.all(
            found.map(({ id }) =>
              house.ask(
                `mutation ($input: ControlRecordingInput!) { ${verb}Recording(input: $input) { command { state } } }`,
                { input: { recordingId: id, idempotencyKey: `${verb} ${id}` } },
              ),
            ),
          );
        const around = async (act: () => Promise<unknown>): Promise<readonly [number, number]> => {
          const before = publisher.sent.seconds;
          await act();
          return [before, publisher.sent.seconds];
        };
        await publisher.reached(4.5);
        const pause = await around(() => command('pause'));
        await publisher.reached(publisher.sent.seconds + 5);
        const resume = await around(() => command('resume'));
        await sendAll(publisher);
        await examine(sentAround(media, pausedSeconds, pause, resume), { stepSeconds: joinStepSeconds });
      });
    },
    300_000,
  );

  it.concurrent(
    'keeps every picture and beep of a plain recording',
    async () => {
      await play({ scenario: 'plain' }, async ({ media, join, examine }) => {
        await sendAll(publishClip(await join(), stretch(media, 'plain', 0, 10)));
        await examine(sentOf(media, range(0, 10)));
      });
    },
    300_000,
  );

  it.concurrent(
    'lacks no more at its beginning than it states where recording is asked for late',
    async () => {
      await play({ scenario: 'late', feature: 'TASK' }, async ({ method, place, media, user, examine }) => {
        const publisher = publishClip(await method.join(place, user), stretch(media, 'late', 0, lateSeconds));
        await publisher.reached(4.5);
        const before = publisher.sent.seconds;
        await method.begin(place, user);
        const asked = publisher.sent.seconds;
        await sendAll(publisher);
        await examine((startGapSeconds) => sentSince(media, lateSeconds, before, asked + startGapSeconds));
      });
    },
    300_000,
  );
});
