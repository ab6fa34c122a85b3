import { describe, expect, it } from 'vitest';
import type { DomainError } from '../../../domain/errors.ts';
import { arrange } from '../../../domain/mixing/arrange.ts';
import { readSdkMix, type SdkMixConfig } from '../../../domain/mixing/sdk-config.ts';

const caller = { userId: 'ann', room: '1001' };
const own = { userId: 'ann', width: 320, height: 240, locationX: 2, locationY: 4, zOrder: 1 };

function faultsOf(config: SdkMixConfig): readonly string[] {
  try {
    readSdkMix(config, caller);
    return [];
  } catch (error) {
    return (error as DomainError).faults.map(({ field }) => field);
  }
}
const placesOf = (config: SdkMixConfig, streams: readonly [userId: string, streamType: 'main' | 'aux'][]) => {
  const { form } = readSdkMix(config, caller);
  const sent = streams.map(([userId, streamType]) => ({
    ...{ id: `${userId}/${streamType}`, userId, streamType, hasPicture: true },
  }));
  const { placements, heard } = arrange(form.layout, sent, form.encode);
  return { heard, at: placements.map(({ id, rect }) => [id, rect.x, rect.y, rect.width, rect.height]) };
};

describe('a configuration of the SDK’s own mix', () => {
  it('has the defaults of the vendor’s SDK', () => {
    const { form, streamId } = readSdkMix({ mixUsers: [own] }, caller);
    expect(form.encode).toEqual({
      ...{ width: 640, height: 480, videoBitrateKbps: 520, frameRate: 15, gopSeconds: 2 },
      ...{ audioSampleRate: 48_000, audioBitrateKbps: 64, audioChannels: 1 },
      ...{ backgroundColor: 0, backgroundImageUrl: null },
    });
    expect(streamId).toBeNull();
    expect(readSdkMix({ mixUsers: [own], streamId: 'film' }, caller).streamId).toBe('film');
  });

  it('names every user in manual mode, and mixes nobody else', () => {
    const bob = { userId: 'bob', pureAudio: true };
    const cy = { userId: 'cy', streamType: 'auxiliary', width: 100, height: 60, locationX: 500 } as const;
    const { heard, at } = placesOf({ mixUsers: [own, bob, cy] }, [
      ...([['dan', 'main']] as const),
      ...([['ann', 'main']] as const),
      ...([['bob', 'main']] as const),
      ...([['cy', 'aux']] as const),
    ] as [string, 'main' | 'aux'][]);
    expect(heard).toEqual(['ann/main', 'bob/main', 'cy/aux']);
    expect(at).toEqual([
      ['ann/main', 2, 4, 320, 240],
      ['cy/aux', 500, 0, 100, 60],
    ]);
  });

  it('keeps places for the caller and for whoever comes in preset-layout', () => {
    const config: SdkMixConfig = {
      mode: 'preset-layout',
      mixUsers: [
        { userId: '$PLACE_HOLDER_LOCAL_MAIN$', width: 640, height: 480, zOrder: 0 },
        { userId: '$PLACE_HOLDER_REMOTE$', width: 100, height: 80, locationX: 10, zOrder: 1 },
        { userId: '$PLACE_HOLDER_REMOTE$', width: 100, height: 80, locationX: 120, zOrder: 1 },
      ],
    };
    const streams: [string, 'main'][] = ['bob', 'ann', 'cy', 'dan'].map((userId) => [userId, 'main']);
    expect(placesOf(config, streams).at.map(([id, x]) => [id, x])).toEqual([
      ['bob/main', 10],
      ['ann/main', 0],
      ['cy/main', 120],
    ]);
  });

  it('is of sound alone, or of the caller’s screen over the camera with the others’ voices', () => {
    expect(readSdkMix({ mode: 'pure-audio', videoWidth: 7 }, caller).form.encode.width).toBe(0);
    const config = { mode: 'screen-sharing' } as const;
    expect(readSdkMix(config, caller).form.encode).toMatchObject({ width: 1920, height: 1080 });
    const { heard, at } = placesOf(config, [
      ['ann', 'main'],
      ['bob', 'main'],
      ['ann', 'aux'],
    ]);
    expect(heard).toEqual(['ann/main', 'bob/main', 'ann/aux']);
    expect(at.map(([id]) => id)).toEqual(['ann/main', 'ann/aux']);
  });

  it('is refused with every fault, in the vendor’s words', () => {
    expect(
      faultsOf({
        ...{ videoWidth: 641, videoFramerate: 31, videoGOP: 9, videoBitrate: 10_001 },
        ...{ audioSampleRate: 8000, audioBitrate: 193, audioChannels: 3, backgroundImage: 'ftp://x' },
        mixUsers: [{ ...own, zOrder: 16 }],
      }),
    ).toEqual([
      ...['config.audioSampleRate', 'config.audioBitrate', 'config.audioChannels', 'config.videoWidth'],
      ...['config.backgroundImage', 'config.videoBitrate', 'config.videoFramerate', 'config.videoGOP'],
      'config.mixUsers.0.zOrder',
    ]);
    expect(faultsOf({ mixUsers: [{ ...own, userId: 'bob', locationX: 600 }] })).toEqual([
      'config.mixUsers',
      'config.mixUsers.0.locationX',
    ]);
    expect(faultsOf({ mixUsers: [{ ...own, userId: '$PLACE_HOLDER_REMOTE$' }] })).toEqual([
      'config.mixUsers.0.userId',
      'config.mixUsers',
    ]);
  });

  it('is not served across rooms, nor with pictures of the vendor’s console', () => {
    expect(() => readSdkMix({ mixUsers: [{ ...own, roomId: 1002 }] }, caller)).toThrow('own room');
    expect(() => readSdkMix({ mixUsers: [own], backgroundImage: '63' }, caller)).toThrow('an address');
    expect(readSdkMix({ mixUsers: [{ ...own, roomId: 1001 }] }, caller).streamId).toBeNull();
  });
});
