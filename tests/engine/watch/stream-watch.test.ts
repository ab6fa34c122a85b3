import { describe, expect, it } from 'vitest';
import type { RecordingWarning } from '../../../engine/record/recorded-file.ts';
import { findLoudestStretch, leadingFrames } from '../../../engine/watch/loudest-stretch.ts';
import { StreamWatch } from '../../../engine/watch/stream-watch.ts';
import { codedTestPicture } from '../../support/flv-packets.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';
import path from 'node:path';

const folder = openTemporaryFolder();
const args = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '15', '-c:a', 'aac'];
const configs = codedTestPicture(path.join(folder.path, 'a.flv'), 1, args).filter(
  ({ kind, payload }) => kind !== 'metadata' && payload[1] === 0,
);
folder.close();

/** 1024 samples at 48 kHz. */
const soundFrameMs = 1024 / 48;

/** A stream of made-up packets on a clock of its own, watched without ffmpeg. */
function watched() {
  const told: RecordingWarning[] = [];
  let now = 1_770_000_000_000;
  let mediaMs = 0;
  let soundMs = 0;
  const watch = new StreamWatch({
    aux: false,
    probes: null,
    sampleMs: 2000,
    clock: () => now,
    warn: (warning) => told.push(warning),
  });
  for (const config of configs) watch.packet(config);
  /** `bytes` of each picture between key frames; null sends no picture, and `sound` none of sound. */
  const run = (seconds: number, bytes: number | null, { rate = 25, sound = true } = {}): void => {
    for (let step = 0; step < seconds * rate; step++) {
      now += 1000 / rate;
      mediaMs += 1000 / rate;
      if (bytes !== null) {
        const payload = Buffer.alloc(5 + 4 + bytes, 1);
        payload[0] = step % rate === 0 ? 0x17 : 0x27;
        payload.writeUInt32BE(bytes, 5);
        watch.packet({ kind: 'video', timestampMs: Math.round(mediaMs), payload });
      }
      for (; soundMs < mediaMs; soundMs += soundFrameMs)
        if (sound)
          watch.packet({
            kind: 'audio',
            timestampMs: Math.round(soundMs),
            payload: Buffer.from([0xaf, 1, 2, 3]),
          });
      if ((step + 1) % rate === 0) watch.tick();
    }
  };
  const wait = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) {
      now += 1000;
      watch.tick();
    }
  };
  const story = (): string[] => told.map(({ code, phase }) => `${code} ${phase}`);
  return { watch, run, wait, story, told };
}

describe('a stream watched by sizes and times alone', () => {
  it('is well while it is', () => {
    const { run, story } = watched();
    run(60, 4000);
    expect(story()).toEqual([]);
  });

  it('is found frozen, starved and slow, and well again', () => {
    for (const [code, bytes, rate] of [
      ['frozen', 30, 25],
      ['bitrate-low', 800, 25],
      ['frame-rate-low', 9000, 10],
    ] as const) {
      const { run, story } = watched();
      run(20, 4000);
      run(12, bytes, { rate });
      expect(story()).toEqual([`${code} begin`]);
      run(12, 4000);
      expect(story()).toContain(`${code} end`);
    }
  });

  it('is found stalled with the media time at which it stopped, and only that', () => {
    const { run, wait, story, told } = watched();
    run(20, 4000);
    wait(8);
    expect(story()).toEqual(['stall begin']);
    expect(told[0]!.mediaMs).toBeGreaterThan(19_000);
    expect(told[0]!.mediaMs).toBeLessThan(21_000);
    run(5, 4000);
    expect(story().slice(0, 2)).toEqual(['stall begin', 'stall end']);
  });

  it('misses the kind that stops coming', () => {
    const { run, story } = watched();
    run(15, 4000);
    run(8, null);
    expect(story()).toEqual(['no-picture begin']);
    const deaf = watched();
    deaf.run(15, 4000);
    deaf.run(8, 4000, { sound: false });
    expect(deaf.story()).toEqual(['no-sound begin']);
  });

  it('is left alone while it is held, and its media time goes on without the gap', () => {
    const { watch, run, wait, story, told } = watched();
    run(20, 4000);
    watch.pause();
    wait(60);
    watch.resume();
    run(20, 4000);
    expect(story()).toEqual([]);
    wait(6);
    expect(told[0]!.mediaMs).toBeGreaterThan(39_000);
    expect(told[0]!.mediaMs).toBeLessThan(41_000);
  });
});

describe('the stretch of sound that is looked at', () => {
  it('is where the encoder spent most, with what a decoder needs before it', () => {
    const frames = Array.from({ length: 90 }, (_, index) =>
      Buffer.alloc(index >= 50 && index < 55 ? 300 : 8),
    );
    const stretch = findLoudestStretch(frames);
    expect(stretch).toEqual(frames.slice(50 - leadingFrames, 55));
    expect(findLoudestStretch(frames.slice(0, 7))).toEqual([]);
  });
});
