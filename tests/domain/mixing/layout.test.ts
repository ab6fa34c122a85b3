import { describe, expect, it } from 'vitest';
import { arrange, type MixLayout, type MixStream } from '../../../domain/mixing/layout.ts';

const canvas = { width: 1280, height: 720 };
const everyone: MixLayout = { template: 'grid', videoUserIds: null };
const small = { userId: 'bob', streamType: 'main', rect: { x: 0, y: 0, width: 320, height: 180 } } as const;

function streams(count: number): MixStream[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    userId: `u${index}`,
    streamType: 'main',
  }));
}

describe('an arrangement', () => {
  it('places everyone on the grid in the order of entry, cut to fill', () => {
    const { mixed, placements } = arrange(everyone, streams(2), canvas);
    expect(mixed).toEqual(['s0', 's1']);
    expect(placements).toEqual([
      { id: 's0', rect: { x: 0, y: 0, width: 640, height: 720 }, zOrder: 0, renderMode: 'crop' },
      { id: 's1', rect: { x: 640, y: 0, width: 640, height: 720 }, zOrder: 1, renderMode: 'crop' },
    ]);
  });

  it('of nobody is an empty canvas', () => {
    expect(arrange(everyone, [], canvas)).toEqual({ mixed: [], placements: [] });
  });

  it('mixes sixteen; the seventeenth waits until someone leaves', () => {
    const seventeen = streams(17);
    expect(arrange(everyone, seventeen, canvas).mixed).not.toContain('s16');
    expect(arrange(everyone, seventeen.slice(1), canvas).mixed).toContain('s16');
  });

  it('hears all and shows only the chosen users', () => {
    const { mixed, placements } = arrange({ template: 'grid', videoUserIds: ['u1'] }, streams(3), canvas);
    expect(mixed).toEqual(['s0', 's1', 's2']);
    expect(placements.map(({ id }) => id)).toEqual(['s1']);
  });

  it.each<MixLayout>([
    { template: 'float', videoUserIds: null, main: null },
    { template: 'screen-share', videoUserIds: null, main: null, mainOnRight: false },
    { template: 'picture-in-picture', videoUserIds: null, main: null, small },
    { template: 'custom', videoUserIds: null, regions: [] },
  ])('of template $template is refused by name and never drawn as another', (layout) => {
    expect(() => arrange(layout, streams(2), canvas)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        field: 'layout.template',
        message: `layout.template is ${layout.template}; this engine draws: grid`,
      }),
    );
  });
});
