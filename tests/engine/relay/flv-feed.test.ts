import { describe, expect, it } from 'vitest';
import { FlvStreamReader, type FlvTag } from '../../../engine/containers/flv-stream.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { FlvFeed } from '../../../engine/relay/flv-feed.ts';
import type { OutletPipe } from '../../../engine/relay/outlet.ts';

const videoConfig: MediaPacket = {
  kind: 'video',
  timestampMs: 0,
  payload: Buffer.from([0x17, 0, 0, 0, 0, 1, 2, 3]),
};
const audioConfig: MediaPacket = {
  kind: 'audio',
  timestampMs: 0,
  payload: Buffer.from([0xaf, 0, 0x11, 0x90]),
};
const picture = (timestampMs: number, key: boolean, bytes = 1000): MediaPacket => ({
  kind: 'video',
  timestampMs,
  payload: Buffer.concat([Buffer.from([key ? 0x17 : 0x27, 1, 0, 0, 0]), Buffer.alloc(bytes)]),
});
const sound = (timestampMs: number): MediaPacket => ({
  kind: 'audio',
  timestampMs,
  payload: Buffer.concat([Buffer.from([0xaf, 1]), Buffer.alloc(100)]),
});

/** A viewer that takes what it is sent only when it is told to. */
function holdingPipe() {
  const held: { readonly bytes: Buffer; readonly sent: () => void }[] = [];
  const tags: FlvTag[] = [];
  const reader = new FlvStreamReader((tag) => tags.push(tag));
  let state: 'open' | 'ended' | 'destroyed' = 'open';
  const pipe: OutletPipe = {
    write(bytes, sent) {
      held.push({ bytes, sent });
    },
    end: () => (state = 'ended'),
    destroy: () => (state = 'destroyed'),
  };
  return {
    pipe,
    tags,
    take(): Buffer {
      const taken = held.splice(0);
      const bytes = Buffer.concat(taken.map((each) => each.bytes));
      if (bytes.length > 0) reader.push(bytes);
      for (const { sent } of taken) sent();
      return bytes;
    },
    get heldBytes() {
      return held.reduce((sum, { bytes }) => sum + bytes.length, 0);
    },
    get state() {
      return state;
    },
  };
}

const isKey = ({ type, body }: FlvTag): boolean => type === 9 && body[0] === 0x17 && body[1] === 1;
const isConfig = ({ body }: FlvTag): boolean => body[1] === 0;

function feedWith(groups: number, from = 4_294_967_000): FlvFeed {
  const feed = new FlvFeed(() => undefined);
  for (const packet of [videoConfig, audioConfig]) feed.packet(packet);
  for (let n = 0; n < groups * 10; n++) {
    const at = (from + n * 100) >>> 0;
    feed.packet(sound(at));
    feed.packet(picture(at, n % 10 === 0));
  }
  return feed;
}

describe('a feed of FLV', () => {
  it('shows who joins the configurations and the present group of pictures at once', () => {
    const feed = feedWith(3);
    const viewer = holdingPipe();
    feed.join(viewer.pipe);
    const bytes = viewer.take();
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('FLV\u0001\u0005');
    expect(viewer.tags.slice(0, 2).every(isConfig)).toBe(true);
    expect(isKey(viewer.tags[2]!)).toBe(true);
    expect(viewer.tags.filter(({ type }) => type === 9)).toHaveLength(1 + 10);
  });

  it('has times that run on where the publisher’s clock wraps', () => {
    const feed = feedWith(1);
    const viewer = holdingPipe();
    feed.join(viewer.pipe);
    viewer.take();
    const times = viewer.tags.filter((tag) => tag.type === 9 && !isConfig(tag)).map((tag) => tag.timestampMs);
    expect(times).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  });

  it('waits until it is known what a stream is made of', () => {
    const feed = new FlvFeed(() => undefined);
    const viewer = holdingPipe();
    feed.join(viewer.pipe);
    feed.packet(videoConfig);
    feed.packet(picture(0, true));
    expect(viewer.heldBytes).toBe(0);
    feed.packet(audioConfig);
    feed.packet(sound(40));
    expect(viewer.take()[4]).toBe(5);
    expect(viewer.tags.filter(isKey)).toHaveLength(1);
  });

  it('announces a picture alone where no sound comes', () => {
    const feed = new FlvFeed(() => undefined);
    const viewer = holdingPipe();
    feed.join(viewer.pipe);
    feed.packet(videoConfig);
    for (let n = 0; n < 7; n++) feed.packet(picture(n * 100, n === 0));
    expect(viewer.take()[4]).toBe(1);
    expect(viewer.tags.filter(({ type }) => type === 9)).toHaveLength(1 + 7);
  });

  it('leaves whole groups of pictures out for who is slow, and keeps little for them', () => {
    const feed = feedWith(1, 0);
    const viewer = holdingPipe();
    const joined = feed.join(viewer.pipe);
    for (let n = 10; n < 500; n++) feed.packet(picture(n * 100, n % 10 === 0, 50_000));
    expect(viewer.heldBytes).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(joined.waitingBytes).toBe(viewer.heldBytes);
    viewer.take();
    const before = viewer.tags.length;
    feed.packet(picture(50_000, false, 50_000));
    feed.packet(sound(50_010));
    feed.packet(picture(50_100, true, 50_000));
    feed.packet(picture(50_200, false, 50_000));
    viewer.take();
    expect(viewer.tags.slice(before).map(isKey)).toEqual([true, false]);
    expect(joined.dropped).toBeGreaterThan(400);
  });

  it('gives a configuration that was missed before what needs it', () => {
    const feed = feedWith(1, 0);
    const viewer = holdingPipe();
    feed.join(viewer.pipe);
    for (let n = 10; n < 100; n++) feed.packet(picture(n * 100, false, 50_000));
    const other = { ...videoConfig, payload: Buffer.from([0x17, 0, 0, 0, 0, 9, 9, 9]) };
    feed.packet(other);
    viewer.take();
    const before = viewer.tags.length;
    feed.packet(picture(10_000, true));
    viewer.take();
    const after = viewer.tags.slice(before);
    expect(after.map(isConfig)).toEqual([true, true, false]);
    expect(after[0]!.body.equals(other.payload)).toBe(true);
  });

  it('ends with its stream', () => {
    const feed = feedWith(1);
    const viewer = holdingPipe();
    feed.join(viewer.pipe);
    feed.end();
    expect(viewer.state).toBe('ended');
    const late = holdingPipe();
    feed.join(late.pipe);
    expect(late.state).toBe('ended');
  });
});
