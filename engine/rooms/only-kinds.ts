import type { MediaPacket, PacketSink } from '../ingest/media-packet.ts';

export interface MediaKinds {
  readonly audio: boolean;
  readonly video: boolean;
}

/** Hands on the kinds of packets that are wanted. */
export function onlyKinds(sink: PacketSink, kinds: MediaKinds): PacketSink {
  return {
    packet(packet: MediaPacket) {
      if (packet.kind === 'metadata' || kinds[packet.kind]) sink.packet(packet);
    },
    lost(loss) {
      if (kinds[loss.kind]) sink.lost?.(loss);
    },
    end() {
      sink.end();
    },
  };
}
