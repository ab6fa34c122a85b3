import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../domain/errors.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { printRoomKey, roomText } from '../../domain/room/room-key.ts';
import type { Scenery } from '../mix/compositor.ts';
import type { Mix } from '../mix/mix.ts';
import { startMix } from '../mix/mix.ts';
import type { MixUse } from '../mix/use-meter.ts';
import type { Application, RecordingChoice } from './application.ts';
import type { Consents } from './consents.ts';
import type { LiveStream } from './live-stream.ts';
import { isOwnWithoutPlace, MixFeed } from './mix-feed.ts';
import type { MixRequest } from './mix-request.ts';
import { isIntoOwnStream, isSameOutput, requireSameOwner, streamIdOf } from './mix-request.ts';
import { loadMixScenery, type MixSceneryOptions } from './mix-scenery.ts';
import type { MixedStreamOptions } from './mixed-stream.ts';
import { publishMix } from './mixed-stream.ts';
import type { StartedMix } from './room-event.ts';
import type { Rooms, RoomSession } from './rooms.ts';
import { Turns } from './turns.ts';

export interface RoomMixes {
  /**
   * Begins a room's one mix. While one of the same stream id and record id runs, only its layout and background change, without
   * a break; one of other ids ends before the new one begins, and so does a user's own of another form. Throws `ROOM_EMPTY`,
   * `NOT_FOUND` for a user without a main stream, `CONFLICT` for a stream id that is taken and for a mix of another owner,
   * `UNSUPPORTED` for another size, sound or push of a server's running mix, `BAD_INPUT` for a picture that cannot be had.
   */
  start(request: MixRequest): Promise<void>;
  /** `by` is whose call it is, as in {@link MixRequest}. Throws `MIX_NOT_RUNNING`, `CONFLICT`. Resolves when the last packet is out. */
  stop(room: RoomName, by: string | null): Promise<void>;
  close(): Promise<void>;
}

export interface RoomMixesOptions extends Omit<MixedStreamOptions, 'sdkAppId'>, MixSceneryOptions {
  readonly application: Application;
  readonly rooms: Rooms;
  readonly consents: Pick<Consents, 'allows' | 'watch'>;
  /** What a mix took, about once a second. */
  readonly onMixed: (mix: StartedMix, use: MixUse) => void;
}

interface RunningMix {
  request: MixRequest;
  readonly mixId: string;
  readonly mix: Mix;
  readonly commId: string;
  readonly feed: MixFeed;
  /** The user's main stream in whose place it goes out. */
  shownOn: LiveStream | null;
}

/** The mixes of all rooms. A mix follows its room: streams come and go, and it ends with it; a user's own ends with the user. */
export function createRoomMixes(options: RoomMixesOptions): RoomMixes {
  const { application, consents, rooms, streamIds, onAir, listener, clock, log } = options;
  const { sdkAppId } = application;
  const running = new Map<string, RunningMix>();
  const keyOf = (name: RoomName): string => printRoomKey({ sdkAppId, name });

  const mixOf = (session: RoomSession): RunningMix | undefined => {
    const found = running.get(keyOf(session.name));
    return found?.commId === session.commId ? found : undefined;
  };
  const review = (found: RunningMix): void => {
    const session = rooms.find(found.request.room);
    if (session?.commId === found.commId) found.feed.review(rooms.streamsOf(session));
  };
  consents.watch(() => {
    for (const found of running.values()) review(found);
  });

  const showOn = (found: RunningMix, stream: LiveStream | null): void => {
    if (found.shownOn !== stream) found.shownOn?.show(null);
    found.shownOn = stream;
    stream?.show(found.mix.output);
  };
  const mainOf = (session: RoomSession, userId: string): LiveStream | null =>
    session.users.get(userId)?.get('main')?.stream ?? null;

  const end = async (name: RoomName): Promise<void> => {
    const found = running.get(keyOf(name));
    running.delete(keyOf(name));
    if (found === undefined) return;
    showOn(found, null);
    await found.mix.stop();
    listener.mixEnded(found.mixId, clock());
  };
  const endLater = (session: RoomSession): void => {
    end(session.name).catch((error: unknown) => {
      log.error({ err: error, commId: session.commId }, 'a mix did not end with its room or its user');
    });
  };

  rooms.watch({
    streamEntered(session, stream) {
      const found = mixOf(session);
      if (found === undefined) return;
      found.feed.take(stream);
      const { userId, streamType } = stream;
      if (isIntoOwnStream(found.request) && userId === found.request.by && streamType === 'main')
        showOn(found, stream);
    },
    streamLeft(session, stream) {
      const found = mixOf(session);
      if (found === undefined) return;
      found.feed.leaveOut(stream.streamId);
      const { by } = found.request;
      if (by === null) return;
      const isGone = isIntoOwnStream(found.request) ? mainOf(session, by) === null : !session.users.has(by);
      if (isGone) endLater(session);
    },
    dismissed(session) {
      if (mixOf(session) !== undefined) endLater(session);
    },
  });

  /** How the mixed stream is recorded; null where nobody asks for it. Throws BAD_INPUT where it is asked for and cannot be. */
  const recordingOf = (request: MixRequest, streamId: string): RecordingChoice | null => {
    const { recordId, recordsSoundOnly } = request;
    if (recordId === null) return null;
    const refuse = (sentence: string): never => {
      throw new DomainError('BAD_INPUT', 'caller', sentence, { field: 'OutputParams.RecordId' });
    };
    if (application.kind === 'task')
      refuse(
        `RecordId is for applications made before 2022-08-01; ${String(sdkAppId)} is recorded by CreateCloudRecording`,
      );
    const choice = application.recordingOf(streamId);
    if (choice?.enabled !== true) refuse(`recording is switched off for the application ${String(sdkAppId)}`);
    return choice !== null && recordsSoundOnly ? { ...choice, formats: ['aac'] } : choice;
  };

  const sessionOf = (room: RoomName): RoomSession => {
    const session = rooms.find(room);
    if (session === null)
      throw new DomainError('ROOM_EMPTY', 'caller', `nobody is in the room ${roomText(room)}`);
    return session;
  };

  /** The room's session, with the user in it who asks. */
  const requireCaller = ({ room, by }: MixRequest): RoomSession => {
    const session = sessionOf(room);
    if (by !== null && mainOf(session, by) === null)
      throw new DomainError(
        'NOT_FOUND',
        'caller',
        `${by} publishes no main stream in the room ${roomText(room)}, which others could be mixed into`,
      );
    return session;
  };

  const sceneryOf = (form: MixForm): Promise<Scenery> => loadMixScenery(options, form);

  const change = async (found: RunningMix, request: MixRequest): Promise<void> => {
    if (isDeepStrictEqual(found.request, request)) return;
    if (!isSameOutput(found.request, request))
      throw new DomainError(
        'UNSUPPORTED',
        'caller',
        'a running mix changes its layout and its background, not its size, rates, sound or push: stop it and start it anew',
      );
    found.mix.change({ layout: request.form.layout, scenery: await sceneryOf(request.form) });
    found.request = request;
    review(found);
  };

  const begin = async (request: MixRequest, former: RunningMix | undefined): Promise<void> => {
    const streamId = streamIdOf(sdkAppId, request);
    const isNew = former === undefined || streamIdOf(sdkAppId, former.request) !== streamId;
    const isOwn = isIntoOwnStream(request);
    if (!isOwn && isNew && !(streamIds.isFree(streamId) && onAir.isFree(streamId)))
      throw new DomainError('CONFLICT', 'caller', `the stream id ${streamId} is in use by another stream`);
    const choice = recordingOf(request, streamId);
    const scenery = await sceneryOf(request.form);
    if (former !== undefined) await end(request.room);
    // Whoever was there may have left meanwhile.
    const session = requireCaller(request);
    const { encode, layout } = request.form;
    const { processes } = options;
    const shown = isOwn ? mainOf(session, request.by!) : null;
    const started: StartedMix = {
      ...{ mixId: randomUUID(), sdkAppId, commId: session.commId, streamId: shown?.streamId ?? streamId },
      ...{ userId: request.by, intoOwnStream: isOwn, width: encode.width, height: encode.height },
      atMs: clock(),
    };
    const mix = startMix({
      ...{ encode, layout, scenery, ffmpegPath: options.ffmpegPath!, processes, log },
      onUse: (use) => {
        options.onMixed(started, use);
      },
    });
    listener.mixStarted(started);
    const feed = new MixFeed(mix, (source) => {
      const asked = found.request;
      return (
        consents.allows(sdkAppId, asked.room, source.userId) &&
        !isOwnWithoutPlace(asked.form.layout, asked.by, source)
      );
    });
    const { mixId } = started;
    const found: RunningMix = { request, mixId, mix, commId: session.commId, feed, shownOn: null };
    running.set(keyOf(request.room), found);
    mix.onFailure((error) => {
      log.error({ err: error, streamId }, 'a mix had to give up');
      if (running.get(keyOf(request.room)) !== found) return;
      running.delete(keyOf(request.room));
      showOn(found, null);
      listener.mixEnded(mixId, clock());
    });
    if (isOwn) showOn(found, shown);
    else publishMix({ ...options, sdkAppId }, mix, request, { streamId, choice });
    for (const stream of rooms.streamsOf(session)) feed.take(stream);
  };

  /** Commands on one room follow each other. */
  const turns = new Turns();
  return {
    start: (request) =>
      turns.take(keyOf(request.room), async () => {
        requireCaller(request);
        const former = running.get(keyOf(request.room));
        if (former !== undefined) requireSameOwner(former.request, request.by);
        const isSameMix =
          former?.request.streamId === request.streamId &&
          former.request.recordId === request.recordId &&
          // A user's SDK gives the whole configuration each time.
          (request.by === null || isSameOutput(former.request, request));
        await (former !== undefined && isSameMix ? change(former, request) : begin(request, former));
      }),

    stop: (room, by) =>
      turns.take(keyOf(room), async () => {
        const found = running.get(keyOf(room));
        if (found === undefined)
          throw new DomainError('MIX_NOT_RUNNING', 'caller', `the room ${roomText(room)} is not mixed`);
        requireSameOwner(found.request, by);
        await end(room);
      }),

    async close() {
      await Promise.all([...running.values()].map(({ request }) => end(request.room)));
    },
  };
}
