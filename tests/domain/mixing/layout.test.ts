import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, maxMixedStreams, maxTaskPictures } from '../../../domain/mixing/arrange.ts';
import { floatTiles } from '../../../domain/mixing/float.ts';
import {
  gridLayout,
  plainLayout,
  type Arrangement,
  type MixLayout,
  type MixStream,
  type PresetRegion,
} from '../../../domain/mixing/layout.ts';
import { printLayoutSvg } from '../../../domain/mixing/layout-svg.ts';
import { fitWithin, type Rect } from '../../../domain/mixing/rect.ts';
import { screenShareTiles } from '../../../domain/mixing/screen-share.ts';

const canvas = { width: 1280, height: 720 };
const u0 = { userId: 'u0', streamType: 'main' } as const;
const u1 = { userId: 'u1', streamType: 'main' } as const;
const corner: Rect = { x: 960, y: 540, width: 320, height: 180 };
const float: MixLayout = { ...plainLayout, template: 'float', main: null };
const sharing = {
  ...plainLayout,
  template: 'screen-share',
  main: null,
  mainOnRight: false,
} as const satisfies MixLayout;
const pictureInPicture = {
  ...plainLayout,
  template: 'picture-in-picture',
  main: null,
  small: { ...u1, rect: corner },
} as const satisfies MixLayout;
const auto: MixLayout = { ...plainLayout, template: 'auto' };

function region(rect: Rect, more: Partial<PresetRegion> = {}): PresetRegion {
  const free = { userId: null, streamType: 'main', zOrder: 0, renderMode: 'crop', media: 'both' } as const;
  return { ...free, rect, ...more };
}

function custom(regions: readonly PresetRegion[], placeHolders = false): MixLayout {
  return { ...plainLayout, template: 'custom', regions, placeHolders };
}

function streams(count: number): MixStream[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ id: `s${String(index)}`, userId: `u${String(index)}`, streamType: 'main', hasPicture: true },
  }));
}

const screen: MixStream = { id: 'x', userId: 'u0', streamType: 'aux', hasPicture: true };
const silentPicture = (stream: MixStream): MixStream => ({ ...stream, hasPicture: false });
const whyOf = ({ unplaced }: Arrangement, id: string): string | undefined =>
  unplaced.find((stream) => stream.id === id)?.why;
const placed = ({ placements }: Arrangement): string[] => placements.map(({ id }) => id);
const rectOf = ({ placements }: Arrangement, id: string): Rect | undefined =>
  placements.find((placement) => placement.id === id)?.rect;

describe('an arrangement', () => {
  it('places everyone on the grid in the order of entry, cut to fill', () => {
    const { heard, placements } = arrange(gridLayout, streams(2), canvas);
    expect(heard).toEqual(['s0', 's1']);
    expect(placements).toEqual([
      { id: 's0', rect: { x: 0, y: 0, width: 640, height: 720 }, zOrder: 0, renderMode: 'crop' },
      { id: 's1', rect: { x: 640, y: 0, width: 640, height: 720 }, zOrder: 1, renderMode: 'crop' },
    ]);
  });

  it('of nobody is an empty canvas', () => {
    expect(arrange(gridLayout, [], canvas)).toEqual({ heard: [], placements: [], unplaced: [], holders: [] });
  });

  it('mixes sixteen; the seventeenth waits until someone leaves', () => {
    const seventeen = streams(17);
    const full = arrange(gridLayout, seventeen, canvas);
    expect(full.heard).not.toContain('s16');
    expect(whyOf(full, 's16')).toBe('beyond-limit');
    expect(arrange(gridLayout, seventeen.slice(1), canvas).heard).toContain('s16');
  });

  it('hears all and shows only the chosen users', () => {
    const found = arrange({ ...gridLayout, videoUserIds: ['u1'] }, streams(3), canvas);
    expect(found.heard).toEqual(['s0', 's1', 's2']);
    expect(placed(found)).toEqual(['s1']);
    expect(whyOf(found, 's0')).toBe('not-chosen');
  });

  it('gives who sends sound alone a place or none, as is asked and as the template has it', () => {
    const [first, second] = streams(2) as [MixStream, MixStream];
    const heardOnly = [first, silentPicture(second)];
    for (const [layout, holds] of [
      [gridLayout, true],
      [float, true],
      [sharing, false],
      [{ ...sharing, soundPlaces: 'hold' }, true],
      [{ ...gridLayout, soundPlaces: 'none' }, false],
    ] as const) {
      const found = arrange(layout, heardOnly, canvas);
      expect(placed(found)).toEqual(holds ? ['s0', 's1'] : ['s0']);
      expect(whyOf(found, 's1')).toBe(holds ? undefined : 'no-picture');
      expect(found.heard).toEqual(['s0', 's1']);
    }
  });
});

describe('floating pictures', () => {
  it('stand in rows of four from the bottom left, on the whole picture of the main one', () => {
    const found = arrange({ ...float, main: u1 }, streams(6), canvas);
    expect(placed(found)).toEqual(['s1', 's0', 's2', 's3', 's4', 's5']);
    expect(rectOf(found, 's1')).toEqual({ x: 0, y: 0, ...canvas });
    const [first, , , fourth, fifth] = found.placements.slice(1).map(({ rect }) => rect);
    expect(first!.x).toBeLessThan(20);
    expect(720 - first!.y - first!.height).toBeLessThan(12);
    expect(fourth!.y).toBe(first!.y);
    expect(fifth!.x).toBe(first!.x);
    expect(fifth!.y).toBeLessThan(first!.y);
  });

  it('have the published sizes: 23.5 % with gaps of 1.2 %, and 18.8 % with 1 % from eighteen on', () => {
    const big = { width: 10_000, height: 10_000 };
    expect(floatTiles(2, big)[1]).toEqual({ x: 120, y: 7530, width: 2350, height: 2350 });
    expect(floatTiles(18, big)[1]).toEqual({ x: 100, y: 8020, width: 1880, height: 1880 });
  });

  it('are stood in for by the first when the main one is not there', () => {
    expect(placed(arrange({ ...float, main: { ...u0, userId: 'nobody' } }, streams(2), canvas))).toEqual([
      's0',
      's1',
    ]);
  });
});

describe('a shared screen', () => {
  it('is big and whole, with the others cut beside it, left or right', () => {
    const both = [...streams(2), screen];
    const left = arrange(sharing, both, canvas);
    expect(left.placements).toEqual([
      { id: 'x', rect: { x: 0, y: 0, width: 1024, height: 720 }, zOrder: 0, renderMode: 'scale' },
      { id: 's0', rect: { x: 1024, y: 0, width: 256, height: 180 }, zOrder: 1, renderMode: 'crop' },
      { id: 's1', rect: { x: 1024, y: 180, width: 256, height: 180 }, zOrder: 2, renderMode: 'crop' },
    ]);
    const right = arrange({ ...sharing, mainOnRight: true }, both, canvas);
    expect(rectOf(right, 'x')).toEqual({ x: 256, y: 0, width: 1024, height: 720 });
    expect(rectOf(right, 's0')).toEqual({ x: 0, y: 0, width: 256, height: 180 });
  });

  it.each([
    [5, 4 / 5, 1 / 5, 1 / 4],
    [6, 6 / 7, 1 / 7, 1 / 6],
    [8, 8 / 9, 1 / 9, 1 / 8],
    [10, 4 / 5, 1 / 10, 1 / 8],
    [16, 4 / 5, 1 / 10, 1 / 8],
  ])('among %i has the published proportions', (count, bigWidth, width, height) => {
    const side = 5040;
    const [big, small] = screenShareTiles(count, { width: side, height: side }, false);
    expect(big).toEqual({ x: 0, y: 0, width: bigWidth * side, height: side });
    expect([small!.width, small!.height]).toEqual([width * side, height * side]);
  });

  it('among more than seventeen leaves a row below', () => {
    const tiles = screenShareTiles(25, { width: 800, height: 800 }, false);
    expect(tiles[0]).toEqual({ x: 0, y: 0, width: 640, height: 700 });
    expect(tiles[17]).toEqual({ x: 0, y: 700, width: 80, height: 100 });
  });

  it('is followed by a rule: beside it while it is there, a grid when it is gone', () => {
    const during = arrange(auto, [...streams(2), screen], canvas);
    expect(during).toEqual(arrange({ ...sharing, main: screen }, [...streams(2), screen], canvas));
    expect(arrange(auto, streams(2), canvas)).toEqual(arrange(gridLayout, streams(2), canvas));
    expect(arrange(auto, [...streams(2), silentPicture(screen)], canvas)).toEqual(
      arrange(gridLayout, [...streams(2), silentPicture(screen)], canvas),
    );
  });
});

describe('picture-in-picture', () => {
  it('shows two and hears all', () => {
    const found = arrange({ ...pictureInPicture, main: u0 }, streams(3), canvas);
    expect(found.placements).toEqual([
      { id: 's0', rect: { x: 0, y: 0, ...canvas }, zOrder: 0, renderMode: 'crop' },
      { id: 's1', rect: corner, zOrder: 1, renderMode: 'crop' },
    ]);
    expect(found.heard).toEqual(['s0', 's1', 's2']);
    expect(whyOf(found, 's2')).toBe('template-shows-two');
  });
});

describe('custom regions', () => {
  const [one, two]: [Rect, Rect] = [
    { x: 0, y: 0, width: 100, height: 100 },
    { x: 100, y: 0, width: 100, height: 100 },
  ];

  it('keep a place for their user and take the others in the order of entry', () => {
    const layout = custom([region(one), region(two, { userId: 'u0' })]);
    const found = arrange(layout, streams(3), canvas);
    expect(rectOf(found, 's0')).toEqual(two);
    expect(rectOf(found, 's1')).toEqual(one);
    expect(whyOf(found, 's2')).toBe('no-region');
    expect(found.heard).toEqual(['s0', 's1']);
  });

  it('may take only the sound or only the picture', () => {
    const layout = custom([
      region(one, { media: 'audio' }),
      region(two, { media: 'video', zOrder: 3, renderMode: 'fit' }),
    ]);
    const found = arrange(layout, streams(2), canvas);
    expect(found.heard).toEqual(['s0']);
    expect(whyOf(found, 's0')).toBe('sound-region');
    expect(found.placements).toEqual([{ id: 's1', rect: two, zOrder: 3, renderMode: 'fit' }]);
  });

  it('hold a place open visibly where asked to', () => {
    const [first] = streams(1) as [MixStream];
    const regions = [region(one, { userId: 'u0' }), region(two, { userId: 'u7', zOrder: 2 })];
    expect(arrange(custom(regions), [first], canvas).holders).toEqual([]);
    expect(arrange(custom(regions, true), [first], canvas).holders).toEqual([{ rect: two, zOrder: 2 }]);
    expect(arrange(custom(regions, true), [silentPicture(first)], canvas).holders).toHaveLength(2);
  });

  it('are moved to even pixels', () => {
    const odd = custom([region({ x: 11, y: 13, width: 101, height: 57 })]);
    expect(rectOf(arrange(odd, streams(1), canvas), 's0')).toEqual({ x: 10, y: 12, width: 102, height: 58 });
  });
});

const anyCanvas = fc.record({
  width: fc.integer({ min: 8, max: 960 }).map((half) => 2 * half),
  height: fc.integer({ min: 8, max: 540 }).map((half) => 2 * half),
});
const anyStreams = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.boolean(), fc.boolean()), {
    maxLength: 30,
    selector: ([user, isScreen]) => `${String(user)} ${String(isScreen)}`,
  })
  .map((list) =>
    list.map(([user, isScreen, hasPicture], index): MixStream => ({
      ...{ id: `s${String(index)}`, userId: `u${String(user)}`, hasPicture },
      streamType: isScreen ? 'aux' : 'main',
    })),
  );
const anyUser = fc.integer({ min: 0, max: 30 }).map((user) => `u${String(user)}`);
const anyMain = fc.option(fc.record({ userId: anyUser, streamType: fc.constantFrom('main', 'aux') }));
const anyRect = fc.record({
  ...{ x: fc.nat(2000), y: fc.nat(1200) },
  ...{ width: fc.nat(2000), height: fc.nat(1200) },
});
const anyCommon = fc.record({
  videoUserIds: fc.option(fc.uniqueArray(anyUser, { minLength: 1, maxLength: 16 })),
  renderMode: fc.constantFrom(null, 'crop', 'scale', 'fit'),
  soundPlaces: fc.constantFrom('default', 'hold', 'none'),
  order: fc.constant('entry'),
  watermark: fc.constant(null),
});
const anyTemplate = fc.oneof(
  fc.constant({ template: 'grid' } as const),
  fc.constant({ template: 'auto' } as const),
  fc.record({ template: fc.constant('float'), main: anyMain }),
  fc.record({ template: fc.constant('screen-share'), main: anyMain, mainOnRight: fc.boolean() }),
  fc.record({
    ...{ template: fc.constant('picture-in-picture'), main: anyMain },
    small: fc.record({ userId: anyUser, streamType: fc.constantFrom('main', 'aux'), rect: anyRect }),
  }),
  fc.record({
    template: fc.constant('custom'),
    placeHolders: fc.boolean(),
    regions: fc.array(
      fc.record({
        ...{ userId: fc.option(anyUser), streamType: fc.constantFrom('main', 'aux'), rect: anyRect },
        ...{ zOrder: fc.nat(9), renderMode: fc.constantFrom('crop', 'scale', 'fit') },
        media: fc.constantFrom('both', 'video', 'audio'),
      }),
      { minLength: 1, maxLength: 16 },
    ),
  }),
);
const anyLayout = fc.tuple(anyCommon, anyTemplate).map(([common, template]) => ({ ...common, ...template }));

function overlap(one: Rect, other: Rect): boolean {
  const apartX = one.x + one.width <= other.x || other.x + other.width <= one.x;
  const apartY = one.y + one.height <= other.y || other.y + other.height <= one.y;
  return !apartX && !apartY;
}

describe('every arrangement of any layout, streams and canvas', () => {
  it.each([maxMixedStreams, maxTaskPictures])(
    'of at most %i is the same twice, lies on the canvas in even pixels, and places everybody or says why not',
    (limit) => {
      fc.assert(
        fc.property(anyLayout, anyStreams, anyCanvas, (layout, list, size) => {
          const found = arrange(layout, list, size, limit);
          expect(arrange(layout, list, size, limit)).toEqual(found);
          for (const { rect } of [...found.placements, ...found.holders]) {
            expect(Object.values(rect).every((value) => value % 2 === 0 && value >= 0)).toBe(true);
            expect(Math.min(rect.width, rect.height)).toBeGreaterThan(0);
            expect(rect.x + rect.width).toBeLessThanOrEqual(size.width);
            expect(rect.y + rect.height).toBeLessThanOrEqual(size.height);
          }
          const told = [...placed(found), ...found.unplaced.map(({ id }) => id)];
          expect(told.toSorted()).toEqual(list.map(({ id }) => id).toSorted());
          expect(found.heard.length).toBeLessThanOrEqual(limit);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('keeps tiles apart where the template does', () => {
    fc.assert(
      fc.property(anyLayout, anyStreams, anyCanvas, (layout, list, size) => {
        const { template } = layout;
        if (template === 'custom' || template === 'picture-in-picture') return;
        const rects = arrange(layout, list, size, maxTaskPictures).placements.map(({ rect }) => rect);
        const apart = template === 'float' ? rects.slice(1) : rects;
        for (const [index, one] of apart.entries())
          for (const other of apart.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a picture in a rectangle of another shape', () => {
  it('keeps its shape in the middle', () => {
    const rect = { x: 0, y: 0, width: 1024, height: 720 };
    expect(fitWithin({ width: 1280, height: 720 }, rect)).toEqual({ x: 0, y: 72, width: 1024, height: 576 });
    expect(fitWithin({ width: 720, height: 1280 }, rect)).toEqual({ x: 308, y: 0, width: 406, height: 720 });
  });
});

describe('a layout as SVG', () => {
  it('is a rectangle for each picture in drawing order, with names that cannot break it', () => {
    const svg = printLayoutSvg(arrange(float, streams(3), canvas), {
      ...{ canvas, backgroundColor: 0x336699, watermark: { url: 'https://a.example/b.png', rect: corner } },
      nameOf: (id) => `<${id}>&`,
    });
    expect(svg).toContain('fill="#336699"');
    expect(svg).toContain('&lt;s0&gt;&amp;');
    expect(svg.match(/<rect/g)).toHaveLength(5);
    expect(svg.indexOf('s0')).toBeLessThan(svg.indexOf('s1'));
  });
});
