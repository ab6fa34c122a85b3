import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { DomainError } from '../../domain/errors.ts';
import type { MixForm } from '../../domain/mixing/mix-form.ts';
import type { RoomName } from '../../domain/room/room-key.ts';
import { printRoomKey, roomText } from '../../domain/room/room-key.ts';
import type { Scenery } from '../mix/compositor.ts';
import { loadScenery } from '../mix/load-scenery.ts';
import type { Mix } from '../mix/mix.ts';
import { startMix } from '../mix/mix.ts';
import type { ProcessRoom } from '../process/process-room.ts';
import type { Recorders } from '../record/recorders.ts';
import type { OnAir } from '../relay/on-air.ts';
import type { PushAddress } from '../relay/push-address.ts';
import { RtmpPush } from '../relay/rtmp-push.ts';
import type { Application, RecordingChoice } from './application.ts';
import type { Consents } from './consents.ts';
import { LiveStream } from './live-stream.ts';
import { makeSequence } from './push-sequence.ts';
import type { Push, RoomListener } from './room-event.ts';
import type { Rooms, RoomSession } from './rooms.ts';
import type { StreamIds } from './stream-ids.ts';

export interface MixRequest {
  readonly room: RoomName;
  /** Null means the default, `<sdkappid>_<room>_mix`, percent-encoded as the default ids of users are. */
  readonly streamId: string | null;
  /** The head of the recorded file's name; without one the mix is not recorded. */
  readonly recordId: string | null;
  /** Only the sound of the mix is recorded, into AAC. */
  readonly recordsSoundOnly: boolean;
  /** An address elsewhere that the mix is pushed to as well. */
  readonly pushTo: PushAddress | null;
  readonly form: MixForm;
}

export interface RoomMixes {
  /**
   * Begins a room's one mix. While one of the same stream id and record id runs, only its layout and background change, without
   * a break; one of other ids ends before the new one begins. Throws `ROOM_EMPTY`, `CONFLICT` for a stream id that is taken,
   * `UNSUPPORTED` for another size, sound or push of a running mix, `BAD_INPUT` for a picture that cannot be had.
   */
  start(request: MixRequest): Promise<void>;
  /** Throws `MIX_NOT_RUNNING`. Resolves when the last packet has been handed out. */
  stop(room: RoomName): Promise<void>;
  close(): Promise<void>;
}

export interface RoomMixesOptions {
  readonly application: Application;
  /** Null where there is no ffmpeg: mixing is then refused. */
  readonly ffmpegPath: string | null;
  readonly processes: ProcessRoom;
  /** Hosts that pictures may come from although they are not public. */
  readonly pictureHosts: readonly string[];
  readonly rooms: Rooms;
  readonly consents: Pick<Consents, 'allows' | 'watch'>;
  readonly recorders: Recorders;
  readonly listener: RoomListener;
  readonly streamIds: StreamIds;
  /** Every mix is relayed under its stream id. */
  readonly onAir: Pick<OnAir, 'isFree' | 'put' | 'take'>;
  /** Hosts that mixes may be pushed to although they are not public. */
  readonly pushHosts: readonly string[];
  readonly onPushed: (sdkAppId: number, streamId: string, bytes: number) => void;
  readonly clock: () => number;
  readonly log: Logger;
}

interface RunningMix {
  request: MixRequest;
  readonly mix: Mix;
  readonly commId: string;
  /** How each stream that is in it leaves it, by its id. */
  readonly fed: Map<string, () => void>;
}

/** The mixes of all rooms. A mix follows its room: streams come and go, and it ends with it. */
export function createRoomMixes(options: RoomMixesOptions): RoomMixes {
  const { application, consents, rooms, recorders, listener, streamIds, onAir, clock, log } = options;
  const { sdkAppId } = application;
  const running = new Map<string, RunningMix>();
  const keyOf = (name: RoomName): string => printRoomKey({ sdkAppId, name });

  /** Lets a stream into the mix where its user may be recorded. */
  const feed = (
    { mix, request, fed }: RunningMix,
    stream: LiveStream,
    from: 'now' | 'next-key-frame' = 'now',
  ): void => {
    const { userId, streamType, streamId } = stream;
    if (userId === null || streamType === 'mix' || fed.has(streamId)) return;
    if (!consents.allows(sdkAppId, request.room, userId)) return;
    fed.set(streamId, stream.subscribe(mix.addInput(streamId, { userId, streamType }), from));
  };
  const leaveOut = ({ mix, fed }: RunningMix, streamId: string): void => {
    fed.get(streamId)?.();
    fed.delete(streamId);
    mix.removeInput(streamId);
  };
  consents.watch(() => {
    for (const found of running.values()) {
      const session = rooms.find(found.request.room);
      if (session?.commId !== found.commId) continue;
      for (const stream of rooms.streamsOf(session)) {
        const { userId, streamId } = stream;
        if (userId === null) continue;
        if (!consents.allows(sdkAppId, found.request.room, userId)) leaveOut(found, streamId);
        // What came while it was not allowed must not be seen, not even by a decoder that needs a beginning.
        else feed(found, stream, 'next-key-frame');
      }
    }
  });

  const mixOf = (session: RoomSession): RunningMix | undefined => {
    const found = running.get(keyOf(session.name));
    return found?.commId === session.commId ? found : undefined;
  };

  const end = async (name: RoomName): Promise<void> => {
    const found = running.get(keyOf(name));
    running.delete(keyOf(name));
    await found?.mix.stop();
  };

  rooms.watch({
    streamEntered(session, stream) {
      const found = mixOf(session);
      if (found !== undefined) feed(found, stream);
    },
    streamLeft(session, stream) {
      const found = mixOf(session);
      if (found !== undefined) leaveOut(found, stream.streamId);
    },
    dismissed(session) {
      if (mixOf(session) === undefined) return;
      end(session.name).catch((error: unknown) => {
        log.error({ err: error, commId: session.commId }, 'a mix did not end with its room');
      });
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

  const pushOf = (address: PushAddress, streamId: string): RtmpPush =>
    new RtmpPush({
      address,
      trustedHosts: options.pushHosts,
      onState: (state, reason) => {
        log[reason === null ? 'info' : 'warn']({ streamId, state, reason }, 'the push of a mix');
      },
      onBytes: (bytes) => {
        options.onPushed(sdkAppId, streamId, bytes);
      },
    });

  /** The mixed stream lives like a published one: it has an id, is told of, and is recorded. */
  const publish = (mix: Mix, request: MixRequest, streamId: string, choice: RecordingChoice | null): void => {
    const startedAtMs = clock();
    const push: Push = {
      sdkAppId,
      sequence: makeSequence(startedAtMs),
      streamId,
      streamParam: null,
      remoteAddress: '127.0.0.1',
      startedAtMs,
    };
    let told = false;
    const elsewhere = request.pushTo === null ? null : pushOf(request.pushTo, streamId);
    const stream = new LiveStream({
      streamId,
      userId: null,
      streamType: 'mix',
      onMedia: () => undefined,
      onSize: (size) => {
        told = true;
        listener.pushStarted(push, size);
      },
      onEnd: () => {
        streamIds.release(streamId, stream);
        onAir.take(streamId, stream);
        elsewhere?.feed(null);
        if (told) listener.pushEnded(push, stream.size, clock());
      },
    });
    streamIds.take(streamId, stream);
    onAir.put(streamId, sdkAppId, stream);
    elsewhere?.feed(stream);
    if (request.recordId !== null && choice !== null) {
      stream.record(
        recorders.record({
          sessionId: randomUUID(),
          formats: choice.formats,
          rules: choice.rules,
          context: {
            sdkAppId,
            room: request.room,
            userId: null,
            streamType: 'mix',
            streamId,
            pushSequence: push.sequence,
            nameHead: request.recordId,
            streamParam: null,
          },
        }),
      );
    }
    mix.output.subscribe(stream);
  };

  const sessionOf = (room: RoomName): RoomSession => {
    const session = rooms.find(room);
    if (session === null)
      throw new DomainError('ROOM_EMPTY', 'caller', `nobody is in the room ${roomText(room)}`);
    return session;
  };

  const sceneryOf = (form: MixForm): Promise<Scenery> => {
    const { ffmpegPath, processes, pictureHosts } = options;
    if (ffmpegPath === null)
      throw new DomainError('UNSUPPORTED', 'us', 'mixing needs ffmpeg, and this engine found none');
    return loadScenery(form, { ffmpegPath, processes, trustedHosts: pictureHosts });
  };

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
  };

  const begin = async (request: MixRequest, former: RunningMix | undefined): Promise<void> => {
    const streamId = streamIdOf(request);
    const isOwn = former !== undefined && streamIdOf(former.request) === streamId;
    if (!isOwn && !(streamIds.isFree(streamId) && onAir.isFree(streamId)))
      throw new DomainError('CONFLICT', 'caller', `the stream id ${streamId} is in use by another stream`);
    const choice = recordingOf(request, streamId);
    const scenery = await sceneryOf(request.form);
    if (former !== undefined) await end(request.room);
    // Whoever was there may have left meanwhile.
    const session = sessionOf(request.room);
    const { encode, layout } = request.form;
    const { processes } = options;
    const mix = startMix({ encode, layout, scenery, ffmpegPath: options.ffmpegPath!, processes, log });
    const entry: RunningMix = { request, mix, commId: session.commId, fed: new Map() };
    running.set(keyOf(request.room), entry);
    mix.onFailure((error) => {
      log.error({ err: error, streamId }, 'a mix had to give up');
      if (running.get(keyOf(request.room))?.mix === mix) running.delete(keyOf(request.room));
    });
    publish(mix, request, streamId, choice);
    for (const stream of rooms.streamsOf(session)) feed(entry, stream);
  };

  const streamIdOf = ({ streamId, room }: MixRequest): string =>
    streamId ?? encodeURIComponent(`${String(sdkAppId)}_${roomText(room)}_mix`);

  /** Commands on one room follow each other. */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(room: RoomName, work: () => Promise<T>): Promise<T> => {
    const key = keyOf(room);
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    const over = turn
      .catch(() => undefined)
      .finally(() => {
        if (turns.get(key) === over) turns.delete(key);
      });
    turns.set(key, over);
    return turn;
  };

  return {
    start: (request) =>
      inTurn(request.room, async () => {
        sessionOf(request.room);
        const former = running.get(keyOf(request.room));
        const isSameMix =
          former?.request.streamId === request.streamId && former.request.recordId === request.recordId;
        await (former !== undefined && isSameMix ? change(former, request) : begin(request, former));
      }),

    stop: (room) =>
      inTurn(room, async () => {
        if (!running.has(keyOf(room)))
          throw new DomainError('MIX_NOT_RUNNING', 'caller', `the room ${roomText(room)} is not mixed`);
        await end(room);
      }),

    async close() {
      await Promise.all([...running.values()].map(({ request }) => end(request.room)));
    },
  };
}

/** The same but for what can change in a running mix. */
function isSameOutput(one: MixRequest, other: MixRequest): boolean {
  const fixed = ({ form, recordsSoundOnly, pushTo }: MixRequest): unknown => {
    const encode = { ...form.encode, backgroundColor: 0, backgroundImageUrl: null };
    return { encode, recordsSoundOnly, pushTo };
  };
  return isDeepStrictEqual(fixed(one), fixed(other));
}
