import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GopCache } from '../../../engine/ingest/gop-cache.ts';
import type { MediaPacket } from '../../../engine/ingest/media-packet.ts';
import { AnswerWatch } from '../../../engine/process/answer-watch.ts';
import { InputClock } from '../../../engine/mix/input-clock.ts';
import { Interleaver } from '../../../engine/mix/interleaver.ts';
import { Playout } from '../../../engine/mix/playout.ts';
import { RestartPace } from '../../../engine/process/restart-pace.ts';
import { clipSum, SoundTrack, soundCushionMs } from '../../../engine/mix/sound-track.ts';

describe('an input’s clock', () => {
  it('goes on where the publisher’s 32 bits wrap', () => {
    const clock = new InputClock();
    const start = clock.mediaMs(0xffffffff - 39, 0);
    expect(clock.mediaMs(0, 40) - start).toBe(40);
  });

  it('joins a jump by the time that passed', () => {
    const clock = new InputClock();
    const start = clock.mediaMs(5000, 100);
    expect(clock.mediaMs(9_000_000, 140) - start).toBe(40);
    expect(clock.mediaMs(9_000_040, 180) - start).toBe(80);
  });

  it('keeps a pause that is no jump', () => {
    const clock = new InputClock();
    const start = clock.mediaMs(0, 0);
    expect(clock.mediaMs(9000, 9000) - start).toBe(9000);
  });

  it('is never negative', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffffffff })), (stamps) => {
        const clock = new InputClock();
        for (const [index, stamp] of stamps.entries())
          expect(clock.mediaMs(stamp, index)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('playout', () => {
  it('follows the quickest packets, not the delayed ones', () => {
    const playout = new Playout();
    playout.observe('video', 1000, 50);
    const due = playout.dueMs(2000);
    playout.observe('video', 1040, 900);
    expect(playout.dueMs(2000)).toBe(due);
    expect(playout.mediaMsAt(due)).toBe(2000);
  });

  it('waits for the later of pictures and sound', () => {
    const playout = new Playout();
    playout.observe('audio', 1000, 0);
    const withoutPictures = playout.dueMs(1000);
    playout.observe('video', 1000, 300);
    expect(playout.dueMs(1000) - withoutPictures).toBe(300);
  });

  it('forgets a kind that has ended', () => {
    const playout = new Playout();
    playout.observe('video', 1000, 300);
    for (let ms = 0; ms <= 20_000; ms += 20) playout.observe('audio', 1000 + ms, ms);
    expect(playout.dueMs(21_000)).toBe(20_440);
  });

  it('gives more time to what came late, up to two seconds', () => {
    const playout = new Playout();
    playout.observe('audio', 0, 0);
    playout.late(100);
    expect(playout.dueMs(0)).toBe(560);
    for (let round = 0; round < 9; round += 1) playout.late(900);
    expect(playout.dueMs(0)).toBe(2000);
  });
});

/** Sound of one value, in stereo. */
function tone(samples: number, value: number): Buffer {
  return Buffer.from(new Int16Array(2 * samples).fill(value).buffer);
}

function read(track: SoundTrack, mediaMs: number, samples: number): number[] {
  const sum = new Int32Array(2 * samples);
  track.addTo(sum, mediaMs);
  return [...sum];
}

describe('a sound track', () => {
  it('reads what was written at its moment, and silence before and after', () => {
    const track = new SoundTrack();
    track.write(10, tone(48, 5));
    expect(read(track, 9, 3 * 48)).toEqual([
      ...new Array<number>(96).fill(0),
      ...new Array<number>(96).fill(5),
      ...new Array<number>(96).fill(0),
    ]);
  });

  it('fills a gap with silence and writes nothing twice', () => {
    const track = new SoundTrack();
    track.write(0, tone(480, 5));
    track.write(0, tone(480, 9)); // the same again from a second decoder
    track.write(20, tone(480, 7));
    const samples = read(track, 0, 30 * 48);
    expect([samples[0], samples[958], samples[960], samples[1918], samples[1920], samples[2878]]).toEqual([
      5, 5, 0, 0, 7, 7,
    ]);
  });

  it('takes a millisecond of rounding for no gap', () => {
    const track = new SoundTrack();
    track.write(0, tone(1024, 5));
    track.write(22, tone(1024, 6)); // 21.33 ms, rounded up
    const samples = read(track, 0, 2048);
    expect(samples.filter((value) => value === 0)).toHaveLength(0);
  });

  it('reads on without a break while the due moment wavers, and jumps when it is far off', () => {
    const track = new SoundTrack();
    for (let ms = 0; ms < 1000; ms += 10) track.write(ms, tone(480, ms + 1));
    expect(read(track, 100, 480)[0]).toBe(101);
    expect(read(track, 105, 480)[0]).toBe(111); // due at 110, asked 5 ms earlier
    expect(read(track, 500, 480)[0]).toBe(501);
  });

  it('clips a sum that is too loud', () => {
    const out = clipSum(new Int32Array([40_000, -40_000, 12]));
    expect([out.readInt16LE(0), out.readInt16LE(2), out.readInt16LE(4)]).toEqual([32_767, -32_768, 12]);
  });
});

describe('the sound of whoever joins', () => {
  const block = 40 * 48;
  /** Of a block that is due at such a moment: whether all of it is heard, some or none. */
  const heard = (track: SoundTrack, mediaMs: number): 'all' | 'some' | 'none' => {
    const silent = read(track, mediaMs, block).filter((value) => value === 0).length;
    return silent === 0 ? 'all' : silent === 2 * block ? 'none' : 'some';
  };

  it('is heard once 40 ms of it lie ahead', () => {
    expect(soundCushionMs).toBe(40);
    const track = new SoundTrack(soundCushionMs);
    track.write(0, tone(39 * 48, 5));
    expect(heard(track, 0)).toBe('none');
    track.write(39, tone(41 * 48, 5));
    expect(heard(track, 40)).toBe('all');
  });

  it('is heard after 200 ms though it never lies so far ahead', () => {
    const track = new SoundTrack(soundCushionMs);
    expect(heard(track, 0)).toBe('none'); // nothing has come yet: this counts for nothing
    for (let ms = 40; ms < 240; ms += 40) {
      track.write(ms, tone(20 * 48, 5));
      expect(heard(track, ms)).toBe('none');
    }
    track.write(240, tone(20 * 48, 5));
    expect(heard(track, 240)).toBe('some');
  });

  it('waits only the first time', () => {
    const track = new SoundTrack(soundCushionMs);
    track.write(0, tone(block, 5));
    expect(heard(track, 0)).toBe('all');
    expect(heard(track, 40)).toBe('none');
    track.write(80, tone(20 * 48, 5));
    expect(heard(track, 80)).toBe('some');
  });

  it('is heard at once where no cushion is asked for', () => {
    const track = new SoundTrack();
    track.write(0, tone(48, 5));
    expect(heard(track, 0)).toBe('some');
  });
});

function packet(kind: 'video' | 'audio', timestampMs: number, key = false): MediaPacket {
  return {
    kind,
    timestampMs,
    payload: Buffer.from(kind === 'video' ? [key ? 0x17 : 0x27, 1, 0, 0, 0] : [0xaf, 1, 0]),
  };
}

describe('interleaving', () => {
  it('orders pictures and sound by time and never steps back', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (kinds) => {
        const out: MediaPacket[] = [];
        const interleaver = new Interleaver((one) => out.push(one));
        const at = { video: 0, audio: 0 };
        for (const isVideo of kinds) {
          const kind = isVideo ? 'video' : 'audio';
          interleaver.add(packet(kind, at[kind]));
          at[kind] += isVideo ? 66 : 21;
        }
        interleaver.flush();
        expect(out).toHaveLength(kinds.length);
        for (const [index, one] of out.entries())
          expect(one.timestampMs).toBeGreaterThanOrEqual(out[index - 1]?.timestampMs ?? 0);
      }),
    );
  });
});

describe('a cached group of pictures', () => {
  const config: MediaPacket = { kind: 'video', timestampMs: 0, payload: Buffer.from([0x17, 0, 0, 0, 0]) };

  it('begins with the last key frame', () => {
    const cache = new GopCache<null>();
    for (const one of [
      config,
      packet('video', 0),
      packet('video', 1, true),
      packet('audio', 2),
      packet('video', 3, true),
      packet('video', 4),
    ]) {
      cache.add(one, null);
    }
    expect(cache.video).toBe(config);
    expect(cache.sinceKeyFrame.map(({ packet: { timestampMs } }) => timestampMs)).toEqual([3, 4]);
  });

  it('is dropped whole when it grows too long', () => {
    const cache = new GopCache<null>({ maxPackets: 2 });
    cache.add(packet('video', 0, true), null);
    cache.add(packet('video', 1), null);
    cache.add(packet('video', 2), null);
    cache.add(packet('video', 3), null);
    expect(cache.sinceKeyFrame).toEqual([]);
  });

  it('is forgotten with a new configuration', () => {
    const cache = new GopCache<null>();
    cache.add(packet('video', 0, true), null);
    cache.add(config, null);
    expect(cache.sinceKeyFrame).toEqual([]);
  });
});

describe('the pace of restarts', () => {
  it('is at once, then slower and slower, and fresh again after a healthy run', () => {
    const pace = new RestartPace();
    pace.failed(0);
    expect(pace.mayStart(0)).toBe(true);
    pace.failed(0);
    expect(pace.mayStart(200)).toBe(false);
    expect(pace.mayStart(250)).toBe(true);
    for (let round = 0; round < 20; round += 1) pace.failed(0);
    expect(pace.mayStart(7999)).toBe(false);
    expect(pace.mayStart(8000)).toBe(true);
    pace.ranFor(10_001);
    pace.failed(9000);
    expect(pace.mayStart(9000)).toBe(true);
  });
});

describe('watching for answers', () => {
  function feed(watch: AnswerWatch, fromMs: number, toMs: number): void {
    for (let ms = fromMs; ms <= toMs; ms += 50) watch.fed(ms);
  }

  it('calls a child that is fed for five seconds without an answer hanging', () => {
    const watch = new AnswerWatch();
    feed(watch, 0, 4900);
    expect(watch.hangs(4900)).toBe(false);
    feed(watch, 4950, 5100);
    expect(watch.hangs(5100)).toBe(true);
    watch.answered();
    expect(watch.hangs(5100)).toBe(false);
  });

  it('does not blame a child for a publisher that stalls, during the stall and after it', () => {
    const watch = new AnswerWatch();
    feed(watch, 0, 1000);
    expect(watch.hangs(60_000)).toBe(false);
    watch.fed(60_000);
    expect(watch.hangs(60_000)).toBe(false);
  });
});
