import type { RoomName, StreamType } from '../../domain/room/room-key.ts';
import type { PacketSink } from './media-packet.ts';

/** What a publisher asks for, parsed from its address and not yet believed. */
export interface PublishRequest {
  readonly protocol: 'rtmp' | 'whip';
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly userId: string;
  readonly userSig: string;
  /** The vendor's proof of what the user may do in the room; empty where none was given. */
  readonly privateMapKey: string;
  readonly streamType: StreamType;
  readonly userDefineRecordId: string | null;
  /** The relay stream id chosen at join; null means the default id. */
  readonly streamId: string | null;
  readonly remoteAddress: string;
}

/** What a refused publisher got wrong: its address, who it says it is, what it may not do, an application that is not there, or a name in use. */
export type PublishFault = 'address' | 'user' | 'permission' | 'application' | 'taken';

/** The answer to a publish request: a sink for its packets, or the reason it is refused, shown to the publisher. */
export type PublishDecision =
  | {
      readonly accepted: true;
      readonly sink: PacketSink;
      readonly onKick: (kick: (reason: string) => void) => void;
      /** Whether media may be handed over a moment late, in larger pieces; it may never where this is not given. */
      readonly mayWait?: () => boolean;
    }
  | { readonly accepted: false; readonly reason: string; readonly fault: PublishFault };

/** Asked before a byte of media is taken. */
export type PublishGate = (request: PublishRequest) => Promise<PublishDecision>;
