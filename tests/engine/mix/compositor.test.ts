import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Compositor, type PlacedPicture, type Scenery, type Sheet } from '../../../engine/mix/compositor.ts';
import { blankPicture, type Picture } from '../../../engine/mix/picture.ts';

const canvas = { width: 16, height: 8 };
const rects = [
  { x: 0, y: 0, width: 8, height: 8 },
  { x: 8, y: 0, width: 8, height: 8 },
  { x: 4, y: 2, width: 8, height: 4 },
];
const inColor = (width: number, height: number, y: number): Picture =>
  blankPicture(width, height, { y, u: 128, v: 128 });
const sceneries: readonly Scenery[] = [
  { backgroundColor: 0x204060, background: null, watermark: null },
  {
    backgroundColor: 0,
    background: inColor(16, 8, 60),
    watermark: { rect: { x: 6, y: 4, width: 4, height: 4 }, picture: inColor(4, 4, 250) },
  },
];
/** Of each place six pictures, the same objects each time as where a stream stands still, and none. */
const pictures = rects.map(({ width, height }, place) => [
  null,
  ...Array.from({ length: 6 }, (_, number) => inColor(width, height, 90 + 20 * place + number)),
]);

it('draws on a used sheet what it would draw on a new one', () => {
  const step = fc.record({
    places: fc.subarray([0, 1, 2]),
    shown: fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }),
    front: fc.nat(2),
    scenery: fc.nat(1),
    inFlight: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const used = new Compositor(canvas, sceneries[0]!);
      const held: Sheet[] = [];
      let scenery = 0;
      for (const { places, shown, front, scenery: next, inFlight } of steps) {
        const placed: PlacedPicture[] = places.map((place) => ({
          rect: rects[place]!,
          zOrder: place === front ? 5 : place,
          picture: pictures[place]![shown[place]!]!,
        }));
        if (next !== scenery) used.setScenery(sceneries[next]!);
        scenery = next;
        const sheet = used.compose(placed);
        expect(sheet.canvas.data).toEqual(
          new Compositor(canvas, sceneries[next]!).compose(placed).canvas.data,
        );
        held.push(sheet);
        if (!inFlight) for (const one of held.splice(0)) used.reuse(one);
      }
    }),
  );
});
