import { recordingFormats, type RecordingFormat } from '../../domain/recording/formats.ts';
import { range } from '../support/content/account.ts';
import { judge } from '../support/content/judge.ts';
import { picturesPerSecond } from '../support/content/picture-code.ts';
import { readContent } from '../support/content/read-content.ts';
import type { HarnessHouse } from './harness-house.ts';
import { listRecordings, type KnownRecording } from './known-recordings.ts';
import type { Participation } from './take-part.ts';

export interface Examined {
  readonly recordings: number;
  readonly files: number;
  readonly picturesSent: number;
  readonly picturesKept: number;
  /** The most that one file lost, in pictures. */
  readonly worstLoss: number;
  readonly faults: readonly string[];
}

/** A fragment of two seconds, and what was on its way through a busy machine: three quarters of a second. */
const lostAtKill = { pictures: Math.ceil(2.75 * picturesPerSecond), beeps: 4 };
/** Less than a whole fragment and what is on its way may leave nothing behind. */
const surelyKeptSeconds = 3;
const decodersAtOnce = 2;

/** Decodes every file of every recording and holds it against what its publisher sent. */
export async function examineRecordings(
  house: HarnessHouse,
  participations: readonly Participation[],
): Promise<Examined> {
  const known = await listRecordings(house);
  const faults: string[] = [];
  const totals = { files: 0, picturesSent: 0, picturesKept: 0, worstLoss: 0 };
  const work = participations.flatMap((participation) => {
    const own = known.filter(({ userId }) => userId === participation.userId);
    if (own.length > 1) faults.push(`${participation.userId} has ${own.length} recordings`);
    const [recording] = own;
    const missing = findMissing(participation, recording);
    if (missing !== null) faults.push(`${participation.userId}: ${missing}`);
    return recording === undefined
      ? []
      : formatsOf(recording).map((format) => ({ participation, recording, format }));
  });
  const decodeNext = async (): Promise<void> => {
    for (let job = work.pop(); job !== undefined; job = work.pop()) {
      const { participation, recording, format } = job;
      const held = { audio: participation.media.audio, video: participation.media.video && format !== 'aac' };
      const files = recording.files.filter((file) => file.format === format.toUpperCase());
      const sent = {
        pictures: held.video ? range(0, participation.pictures) : [],
        beeps: held.audio ? range(0, beepsIn(participation)) : [],
      };
      try {
        const parts = [];
        for (const { playbackUrl } of files) parts.push(await readContent(playbackUrl ?? 'no address', held));
        const verdict = judge(parts, sent, participation.whole ? {} : { lostAtEnd: lostAtKill });
        faults.push(...verdict.faults.map((fault) => `${participation.userId} ${format}: ${fault}`));
        totals.picturesSent += verdict.pictures.sent;
        totals.picturesKept += verdict.pictures.kept;
        totals.worstLoss = Math.max(totals.worstLoss, verdict.pictures.sent - verdict.pictures.kept);
      } catch (error) {
        faults.push(
          `${participation.userId} ${format}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      totals.files += files.length;
    }
  };
  await Promise.all(Array.from({ length: decodersAtOnce }, decodeNext));
  return { recordings: known.length, ...totals, faults };
}

/** Beeps that were sent to their end. */
function beepsIn({ seconds }: Participation): number {
  return Math.max(0, Math.floor(seconds + 0.65));
}

function formatsOf({ files }: KnownRecording): RecordingFormat[] {
  return recordingFormats.filter((name) => files.some(({ format }) => format === name.toUpperCase()));
}

/** What should be there and is not; null when nothing. */
function findMissing(
  { media, seconds, whole }: Participation,
  recording: KnownRecording | undefined,
): string | null {
  const surelyKept = whole ? seconds > 0 : seconds >= surelyKeptSeconds;
  if (recording === undefined) return surelyKept ? `no recording, though ${seconds} s were sent` : null;
  if (recording.state === 'FAILED')
    return surelyKept
      ? `FAILED, though ${seconds} s were sent`
      : recording.failure === null
        ? 'FAILED without a reason'
        : null;
  if (recording.state !== 'READY') return `is ${recording.state}`;
  const expected = recordingFormats.filter((format) => format !== 'aac' || media.audio);
  const present = formatsOf(recording);
  const missing = surelyKept ? expected.filter((format) => !present.includes(format)) : [];
  return missing.length > 0 ? `no file of ${missing.join(', ')}` : null;
}
