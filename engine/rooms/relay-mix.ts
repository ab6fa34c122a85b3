import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import type { Scenery } from '../mix/compositor.ts';
import { startMix, type Mix } from '../mix/mix.ts';
import type { MixUse } from '../mix/use-meter.ts';
import type { RecordingRules, RecordingSession } from '../record/recorded-file.ts';
import type { Recorders } from '../record/recorders.ts';
import type { Consents } from './consents.ts';
import { LiveStream } from './live-stream.ts';
import { MixFeed } from './mix-feed.ts';
import type { MixSceneryOptions } from './mix-scenery.ts';
import { onlyKinds, type MediaKinds } from './only-kinds.ts';
import { makeSequence } from './push-sequence.ts';
import type { Push, RoomListener, StartedMix } from './room-event.ts';
import type { RoomSession } from './rooms.ts';
import type { StreamIds } from './stream-ids.ts';

/** Who is heard in a mix: null everybody; who is in both lists is not. */
export interface HeardUsers {
  readonly heard: readonly string[] | null;
  readonly unheard: readonly string[];
}

/** How the mixed stream of a relay is recorded. */
export interface RelayRecording {
  readonly formats: readonly RecordingFormat[];
  readonly rules: RecordingRules;
  readonly kinds: MediaKinds;
  /** The head of the files' names; null for the stream's id. */
  readonly nameHead: string | null;
}

/** A room's streams made into one by a relay, in a form of its own. */
export interface RelayedMix {
  readonly form: MixForm;
  readonly users: HeardUsers;
  readonly recording: RelayRecording | null;
  /** What was asked for, for who changes a part of it. */
  readonly asked: unknown;
}

export interface RelayMixOptions extends MixSceneryOptions {
  readonly sdkAppId: number;
  readonly listener: RoomListener;
  readonly streamIds: StreamIds;
  readonly recorders: Recorders;
  readonly consents: Pick<Consents, 'allows' | 'watch'>;
  readonly onMixed: (mix: StartedMix, use: MixUse) => void;
  readonly clock: () => number;
  readonly log: Logger;
}

export interface RelayMixRequest {
  readonly room: RoomName;
  readonly session: RoomSession;
  /** The id of the mixed stream, which nobody else has. */
  readonly streamId: string;
  readonly from: RelayedMix;
  readonly scenery: Scenery;
  readonly streams: readonly LiveStream[];
  /** Told where the mix has to give up. */
  readonly onFailure: () => void;
}

export interface RelayMix {
  readonly stream: LiveStream;
  take(stream: LiveStream): void;
  leaveOut(stream: LiveStream): void;
  /** Asks anew who may be mixed. */
  review(streams: readonly LiveStream[]): void;
  /** Another layout, background and who is heard; false where the form is one that only a new mix can have. */
  change(from: RelayedMix, scenery: Scenery, streams: readonly LiveStream[]): boolean;
  /** Ends it, and its recording without waiting where nothing comes after it. */
  stop(isLast: boolean): Promise<void>;
}

function isHeard({ heard, unheard }: HeardUsers, userId: string): boolean {
  return (heard === null || heard.includes(userId)) && !unheard.includes(userId);
}

function fixedOf({ encode }: MixForm): unknown {
  return { ...encode, backgroundColor: 0, backgroundImageUrl: null };
}

/** Starts the mix of a relay: a stream with an id of its own, told of and recorded like a published one. */
export function startRelayMix(options: RelayMixOptions, request: RelayMixRequest): RelayMix {
  const { sdkAppId, listener, clock, log } = options;
  const { room, streamId, session } = request;
  const { encode, layout } = request.from.form;
  const { width, height } = encode;
  let { from } = request;
  const started: StartedMix = {
    ...{ mixId: randomUUID(), sdkAppId, commId: session.commId, streamId, userId: null },
    ...{ intoOwnStream: false, width, height, atMs: clock() },
  };
  const mix = startMix({
    ...{ encode, layout, scenery: request.scenery, log },
    ...{ ffmpegPath: options.ffmpegPath!, processes: options.processes },
    onUse: (use) => {
      options.onMixed(started, use);
    },
  });
  listener.mixStarted(started);
  const { stream, recording } = publish(options, mix, request);
  const feed = new MixFeed(
    {
      addInput(id, source) {
        const sink = mix.addInput(id, source);
        return isHeard(from.users, source.userId) ? sink : onlyKinds(sink, { audio: false, video: true });
      },
      removeInput: (id) => {
        mix.removeInput(id);
      },
    },
    ({ userId }) => options.consents.allows(sdkAppId, room, userId),
  );
  mix.onFailure((error) => {
    log.error({ err: error, streamId }, 'the mix of a relay had to give up');
    request.onFailure();
  });
  for (const each of request.streams) feed.take(each);
  let ending: Promise<void> | null = null;
  return {
    stream,
    take: (each) => {
      feed.take(each);
    },
    leaveOut: (each) => {
      feed.leaveOut(each.streamId);
    },
    review: (streams) => {
      feed.review(streams);
    },
    change(next, scenery, streams) {
      if (!isDeepStrictEqual(fixedOf(from.form), fixedOf(next.form))) return false;
      const former = from;
      from = next;
      mix.change({ layout: next.form.layout, scenery });
      for (const each of streams) {
        const { userId } = each;
        if (userId === null || isHeard(former.users, userId) === isHeard(next.users, userId)) continue;
        feed.leaveOut(each.streamId);
        feed.take(each, 'next-key-frame');
      }
      return true;
    },
    stop(isLast) {
      if (isLast) recording?.stop();
      ending ??= mix.stop().then(() => {
        listener.mixEnded(started.mixId, clock());
      });
      return ending;
    },
  };
}

function publish(
  { sdkAppId, streamIds, listener, recorders, clock }: RelayMixOptions,
  mix: Pick<Mix, 'output'>,
  { room, streamId, from }: RelayMixRequest,
): { readonly stream: LiveStream; readonly recording: RecordingSession | null } {
  const startedAtMs = clock();
  const push: Push = {
    ...{ sdkAppId, sequence: makeSequence(startedAtMs), streamId, streamParam: null },
    ...{ remoteAddress: '127.0.0.1', startedAtMs },
  };
  let told = false;
  const stream = new LiveStream({
    ...{ streamId, userId: null, streamType: 'mix' },
    onMedia: () => undefined,
    onSize: (size) => {
      told = true;
      listener.pushStarted(push, size);
    },
    onEnd: () => {
      streamIds.release(streamId, stream);
      if (told) listener.pushEnded(push, stream.size, clock());
    },
  });
  streamIds.take(streamId, stream);
  let recording: RecordingSession | null = null;
  if (from.recording !== null) {
    const { formats, rules, kinds, nameHead } = from.recording;
    const identity = { sdkAppId, room, userId: null, streamType: 'mix', streamId } as const;
    recording = recorders.record({
      ...{ sessionId: randomUUID(), formats, rules },
      context: {
        ...{ ...identity, pushSequence: push.sequence },
        ...{ nameHead: nameHead ?? streamId, streamParam: null },
      },
    });
    stream.recordPublished(recording, onlyKinds(recording, kinds));
  }
  mix.output.subscribe(stream);
  return { stream, recording };
}
