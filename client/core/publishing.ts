import { RoomtapeError, type RoomtapeErrorCode } from './error.ts';

/** One who is mixed, in the words of the vendor's SDK for the Web. */
export interface MixUser {
  /** A user; in `preset-layout` also `$PLACE_HOLDER_LOCAL_MAIN$`, `$PLACE_HOLDER_LOCAL_SUB$` or `$PLACE_HOLDER_REMOTE$`. */
  readonly userId: string;
  /** The caller's own room, which is the default. */
  readonly roomId?: number | string;
  /** Only the sound is mixed; no rectangle is needed. */
  readonly pureAudio?: boolean;
  /** Pixels of the mix, from its top left. */
  readonly width?: number;
  readonly height?: number;
  readonly locationX?: number;
  readonly locationY?: number;
  /** 0 to 15; higher is in front. */
  readonly zOrder?: number;
  readonly streamType?: 'main' | 'auxiliary';
}

/** How the others are mixed into the caller's stream. What is left out is as in the vendor's SDK. */
export interface MixTranscodingConfig {
  /** Default `manual`: every user by name. `preset-layout`: places that whoever comes fills. */
  readonly mode?: 'manual' | 'preset-layout' | 'pure-audio' | 'screen-sharing';
  /** A stream of its own for the mix; left out, it goes out as the caller's main stream. */
  readonly streamId?: string;
  /** Default 640 × 480. */
  readonly videoWidth?: number;
  readonly videoHeight?: number;
  /** Kbps; 0, the default, for one that fits the size. */
  readonly videoBitrate?: number;
  /** 1 to 30, default 15. */
  readonly videoFramerate?: number;
  /** Seconds, 1 to 8, default 2. */
  readonly videoGOP?: number;
  /** Hertz, default 48000. */
  readonly audioSampleRate?: number;
  /** Kbps, 32 to 192, default 64. */
  readonly audioBitrate?: number;
  readonly audioChannels?: 1 | 2;
  /** 24-bit RGB. */
  readonly backgroundColor?: number;
  /** The address of a picture. */
  readonly backgroundImage?: string;
  /** Needed in `manual`, the caller among them, and in `preset-layout`. */
  readonly mixUsers?: readonly MixUser[];
}

/** What of a join ticket publishing is done with. */
export interface PublisherTicket {
  readonly sdkAppId: number;
  readonly roomName: string;
  readonly roomKind: 'INT' | 'STRING';
  readonly userId: string;
  readonly userSig: string;
  /** Null on Tencent's cloud, where the vendor's own SDK has these calls. */
  readonly publishingUrl: string | null;
  /** Given where the ticket was made for a platform. */
  readonly platform?: { readonly platform: string } | null;
}

/** A publisher's own commands, by the names of the vendor's SDK. Each throws a RoomtapeError. */
export interface Publishing {
  /** Puts a stream on the air, under its own id or another; answers the id. `CONFLICT` for an id in use. */
  startPublishing(streamId?: string, streamType?: 'main' | 'aux'): Promise<string>;
  stopPublishing(streamType?: 'main' | 'aux'): Promise<void>;
  /**
   * Mixes the others into the caller's stream until it is called with null or the caller leaves. Called again, it lays the mix out
   * anew. `CONFLICT` while another user or a server mixes the room, `UNSUPPORTED` from a platform that cannot mix.
   */
  setMixTranscodingConfig(config: MixTranscodingConfig | null): Promise<void>;
}

export function createPublishing(ticket: PublisherTicket): Publishing {
  const { sdkAppId, roomName, roomKind, userId, userSig, publishingUrl, platform = null } = ticket;
  const room = roomKind === 'INT' ? Number(roomName) : roomName;

  const call = async <T>(name: string, more: object): Promise<T> => {
    if (publishingUrl === null)
      throw new RoomtapeError('UNSUPPORTED', 'This cloud takes publishers’ commands from its own SDK only.');
    let answer: Response;
    try {
      answer = await fetch(`${publishingUrl}/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sdkAppId, room, userId, userSig, ...more }),
      });
    } catch (cause) {
      throw new RoomtapeError('NETWORK', 'The cloud cannot be reached.', { cause });
    }
    const said = (await answer.json().catch(() => ({}))) as T & Partial<Refusal>;
    if (answer.ok) return said;
    throw new RoomtapeError(said.code ?? 'NETWORK', said.message ?? `The cloud answered ${answer.status}.`, {
      field: said.faults?.[0]?.field ?? null,
    });
  };

  return {
    async startPublishing(streamId, streamType = 'main') {
      const chosen = streamId === undefined ? {} : { streamId };
      return (await call<{ readonly streamId: string }>('start', { streamType, ...chosen })).streamId;
    },
    async stopPublishing(streamType = 'main') {
      await call('stop', { streamType });
    },
    async setMixTranscodingConfig(config) {
      const from = platform === null ? {} : { platform: platform.platform.toLowerCase().replace('_', '-') };
      await call('mix', { config, ...from });
    },
  };
}

interface Refusal {
  readonly code: RoomtapeErrorCode;
  readonly message: string;
  readonly faults: readonly { readonly field: string }[];
}
