import { settingsRanges } from '../../../domain/recording/settings.ts';
import type { WaitingRecording } from '../../ports/inbox.ts';
import type { DoubtfulStream } from '../../ports/reconciliation.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { sources, spansOf } from './sources.ts';

const dayMs = 86_400_000;
const firstPauseMs = 60_000;
const longestPauseMs = 3_600_000;
/** Beyond this streams are looked at once more than they need be. */
const mostLooked = 10_000;
const eventWords: Readonly<Record<string, string>> = {
  'push-started': 'the beginning of a stream',
  'push-ended': 'the end of a stream',
  'record-started': 'the beginning of a recording',
  'record-ended': 'the end of a recording',
  'file-announced': 'a file',
};

export interface StreamFinder {
  /** Asks for the callbacks of one stream; answers how many had not come. */
  look(stream: DoubtfulStream): Promise<number>;
  /** The same for one that was done at a time, unless it was looked at when everything of that time should have been told. */
  lookOnce(stream: DoubtfulStream, doneMs: number): Promise<number>;
  /** Looks at every stream in doubt whose time has come. */
  pass(): Promise<number>;
}

/** When a recording should have told what it waits for; null while its stream may be live. */
function overdueMs({ waits }: WaitingRecording): number | null {
  const times = waits.map(({ sinceMs, resumeSeconds }) =>
    sinceMs === null
      ? Infinity
      : sinceMs +
        (resumeSeconds ?? settingsRanges.resumeTimeoutSeconds.min) * 1000 +
        sources.callbacks.delayMs,
  );
  const earliest = Math.min(...times);
  return earliest === Infinity ? null : earliest;
}

/** Asks DescribeCallbackRecordsList about streams of which something has not come in its time. */
export function findStreams({ facts, repairs, records, readCallback, clock }: ReconcileDeps): StreamFinder {
  /** Asked in vain ever more seldom. */
  const pauses = new Map<string, { readonly untilMs: number; readonly pauseMs: number }>();

  const look = async ({ sdkAppId, streamId, from }: DoubtfulStream): Promise<number> => {
    const nowMs = clock().getTime();
    const { windowMs } = sources.callbacks;
    const fromMs = Math.max(from.getTime(), nowMs - windowMs);
    let repaired = 0;
    for (const [spanFrom, spanUntil] of spansOf(sources.callbacks, fromMs, nowMs))
      for (const body of await records.callbacksOf(streamId, spanFrom, spanUntil)) {
        const callback = readCallback(sdkAppId, body);
        if (callback === null) continue;
        const type = callback.facts[0]?.fact.type ?? '';
        const missing = eventWords[type] ?? type;
        if (await repairs.repair({ callback, source: 'DescribeCallbackRecordsList', missing })) repaired += 1;
      }
    return repaired;
  };

  /** Until when what each stream told was looked at. */
  const looked = new Map<string, number>();
  const lookOnce: StreamFinder['lookOnce'] = async (stream, doneMs) => {
    const nowMs = clock().getTime();
    const key = `${stream.sdkAppId}/${stream.streamId}`;
    if ((looked.get(key) ?? -Infinity) >= doneMs) return 0;
    const repaired = await look(stream);
    if (looked.size >= mostLooked) looked.clear();
    looked.set(key, nowMs - sources.callbacks.delayMs);
    return repaired;
  };

  /** Recordings that wait for what should have come, or whose stream is not on although nothing told its end. */
  const inDoubt = async (nowMs: number): Promise<readonly DoubtfulStream[]> => {
    const waiting = await facts.waiting();
    const live = new Map<number, Promise<ReadonlySet<string>>>();
    const isLive = async ({ sdkAppId, streamId }: WaitingRecording): Promise<boolean> => {
      const streams = live.get(sdkAppId) ?? records.liveStreams(sdkAppId);
      live.set(sdkAppId, streams);
      return (await streams).has(streamId);
    };
    const doubtful: DoubtfulStream[] = [];
    for (const recording of waiting) {
      const { sdkAppId, streamId, startedAt } = recording;
      const dueMs = overdueMs(recording);
      const isDue =
        dueMs === null
          ? startedAt.getTime() + sources.callbacks.delayMs <= nowMs && !(await isLive(recording))
          : dueMs <= nowMs;
      if (isDue) doubtful.push({ sdkAppId, streamId, from: new Date(startedAt.getTime() - dayMs) });
    }
    return [...doubtful, ...(await repairs.lateStreams())];
  };

  return {
    look,
    lookOnce,
    async pass() {
      const nowMs = clock().getTime();
      let repaired = 0;
      const seen = new Set<string>();
      for (const stream of await inDoubt(nowMs)) {
        const key = `${stream.sdkAppId}/${stream.streamId}`;
        const former = pauses.get(key);
        if (seen.has(key)) continue;
        seen.add(key);
        if (former !== undefined && former.untilMs > nowMs) continue;
        repaired += await look(stream);
        const pauseMs = Math.min(longestPauseMs, (former?.pauseMs ?? firstPauseMs / 2) * 2);
        pauses.set(key, { untilMs: nowMs + pauseMs, pauseMs });
      }
      for (const key of pauses.keys()) if (!seen.has(key)) pauses.delete(key);
      return repaired;
    },
  };
}
