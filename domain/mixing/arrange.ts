import { floatTiles } from './float.ts';
import { gridTiles } from './grid.ts';
import type {
  Arrangement,
  MixLayout,
  MixStream,
  PictureOf,
  Placement,
  PresetRegion,
  RenderMode,
  WhyUnplaced,
} from './layout.ts';
import { isDrawable, snapRect, wholeCanvas, type Canvas, type Rect } from './rect.ts';
import { screenShareTiles } from './screen-share.ts';

/** At most 16 streams are mixed, those with sound alone among them (https://www.tencentcloud.com/document/product/647/34618). */
export const maxMixedStreams = 16;
/** Pictures in a mix of the newer recording (https://trtc.io/document/45169). */
export const maxTaskPictures = 24;

type LayoutOf<T extends MixLayout['template']> = Extract<MixLayout, { readonly template: T }>;

/**
 * Gives every stream its place, or says why it has none; the same every time. `streams` come in the order that counts, of entry
 * or of speaking; from the seventeenth on they wait until someone leaves. Whoever is named as main and is not there is
 * stood in for by the first who is.
 */
export function arrange(
  layout: MixLayout,
  streams: readonly MixStream[],
  canvas: Canvas,
  maxStreams = maxMixedStreams,
): Arrangement {
  const admitted = streams.slice(0, maxStreams);
  const arrangement = arrangeAdmitted(layout, admitted, canvas);
  const isDrawn = ({ rect }: { readonly rect: Rect }): boolean => isDrawable(rect, canvas);
  return {
    heard: arrangement.heard,
    placements: arrangement.placements.filter(isDrawn),
    holders: arrangement.holders.filter(isDrawn),
    unplaced: [
      ...arrangement.unplaced,
      ...arrangement.placements
        .filter((placement) => !isDrawn(placement))
        .map(({ id }) => ({ id, why: 'no-room' as const })),
      ...streams.slice(maxStreams).map(({ id }) => ({ id, why: 'beyond-limit' as const })),
    ],
  };
}

/** The template that a layout has now: a rule's is chosen by what is sent. */
export function templateOf(
  layout: MixLayout,
  streams: readonly MixStream[],
): Exclude<MixLayout, { template: 'auto' }> {
  if (layout.template !== 'auto') return layout;
  const screen = streams.find((stream) => isScreen(stream) && isChosen(layout, stream));
  if (screen === undefined) return { ...layout, template: 'grid' };
  const { userId, streamType } = screen;
  return { ...layout, template: 'screen-share', main: { userId, streamType }, mainOnRight: false };
}

function arrangeAdmitted(layout: MixLayout, streams: readonly MixStream[], canvas: Canvas): Arrangement {
  const chosen = templateOf(layout, streams);
  switch (chosen.template) {
    case 'grid':
      return tiled(chosen, streams, null, (count) => gridTiles(count, canvas));
    case 'float':
      return tiled(chosen, streams, chosen.main, (count) => floatTiles(count, canvas));
    case 'screen-share': {
      const main = chosen.main ?? streams.find(isScreen) ?? null;
      return tiled(chosen, streams, main, (count) => screenShareTiles(count, canvas, chosen.mainOnRight));
    }
    case 'picture-in-picture':
      return pictureInPicture(chosen, streams, canvas);
    case 'custom':
      return custom(chosen, streams);
  }
}

/** Tiles by how many they are; the first is the main one's. */
function tiled(
  layout: LayoutOf<'grid' | 'float' | 'screen-share'>,
  streams: readonly MixStream[],
  main: PictureOf | null,
  tilesFor: (count: number) => readonly Rect[],
): Arrangement {
  const holds =
    layout.soundPlaces === 'default' ? layout.template !== 'screen-share' : layout.soundPlaces === 'hold';
  const unplaced: { id: string; why: WhyUnplaced }[] = [];
  const seen = streams.filter((stream) => {
    const why = !isChosen(layout, stream)
      ? 'not-chosen'
      : stream.hasPicture || holds || isSame(stream, layout.template === 'grid' ? null : layout.main)
        ? null
        : 'no-picture';
    if (why !== null) unplaced.push({ id: stream.id, why });
    return why === null;
  });
  const first = seen.find((stream) => isSame(stream, main)) ?? seen[0];
  const ordered =
    layout.template === 'grid' ? seen : seen.toSorted((a, b) => Number(b === first) - Number(a === first));
  const tiles = tilesFor(ordered.length);
  return {
    heard: streams.map(({ id }) => id),
    placements: ordered.map(({ id }, index): Placement => ({
      id,
      rect: tiles[index]!,
      zOrder: index,
      renderMode: layout.renderMode ?? ownRenderMode(layout.template, index === 0),
    })),
    unplaced,
    holders: [],
  };
}

/** A shared screen is not cut: something is to be read on it. */
function ownRenderMode(template: MixLayout['template'], isMain: boolean): RenderMode {
  return template === 'screen-share' && isMain ? 'scale' : 'crop';
}

function pictureInPicture(
  layout: LayoutOf<'picture-in-picture'>,
  streams: readonly MixStream[],
  canvas: Canvas,
): Arrangement {
  const small = streams.find((stream) => isSame(stream, layout.small));
  const others = streams.filter((stream) => stream !== small);
  const main =
    others.find((stream) => isSame(stream, layout.main)) ?? others.find(({ hasPicture }) => hasPicture);
  const renderMode = layout.renderMode ?? 'crop';
  const place = (stream: MixStream | undefined, rect: Rect, zOrder: number): Placement[] =>
    stream === undefined ? [] : [{ id: stream.id, rect, zOrder, renderMode }];
  return {
    heard: streams.map(({ id }) => id),
    placements: [...place(main, wholeCanvas(canvas), 0), ...place(small, snapRect(layout.small.rect), 1)],
    unplaced: others
      .filter((stream) => stream !== main)
      .map(({ id, hasPicture }) => ({ id, why: hasPicture ? 'template-shows-two' : 'no-picture' })),
    holders: [],
  };
}

function custom(layout: LayoutOf<'custom'>, streams: readonly MixStream[]): Arrangement {
  const inRegion = fillRegions(layout.regions, streams);
  const regionOf = new Map([...inRegion].map(([region, stream]) => [stream, region]));
  const placements: Placement[] = [];
  const unplaced: { id: string; why: WhyUnplaced }[] = [];
  for (const stream of streams) {
    const region = regionOf.get(stream);
    if (region === undefined) unplaced.push({ id: stream.id, why: 'no-region' });
    else if (region.media === 'audio') unplaced.push({ id: stream.id, why: 'sound-region' });
    else {
      const { rect, zOrder, renderMode } = region;
      placements.push({ id: stream.id, rect: snapRect(rect), zOrder, renderMode });
    }
  }
  const isEmpty = (region: PresetRegion): boolean =>
    region.media !== 'audio' && inRegion.get(region)?.hasPicture !== true;
  return {
    heard: streams
      .filter((stream) => (regionOf.get(stream)?.media ?? 'video') !== 'video')
      .map(({ id }) => id),
    placements,
    unplaced,
    holders: layout.placeHolders
      ? layout.regions.filter(isEmpty).map(({ rect, zOrder }) => ({ rect: snapRect(rect), zOrder }))
      : [],
  };
}

/** Regions with a user first, then the others in the order of the streams. */
function fillRegions(
  regions: readonly PresetRegion[],
  streams: readonly MixStream[],
): ReadonlyMap<PresetRegion, MixStream> {
  const taken = new Map<PresetRegion, MixStream>();
  const waiting: MixStream[] = [];
  for (const stream of streams) {
    const own = regions.find(
      (region) =>
        region.userId !== null && isSame(stream, { userId: region.userId, streamType: region.streamType }),
    );
    if (own === undefined) waiting.push(stream);
    else taken.set(own, stream);
  }
  const free = regions.filter(({ userId }) => userId === null);
  for (const [index, stream] of waiting.slice(0, free.length).entries()) taken.set(free[index]!, stream);
  return taken;
}

function isScreen({ streamType, hasPicture }: MixStream): boolean {
  return streamType === 'aux' && hasPicture;
}

function isChosen({ videoUserIds }: MixLayout, { userId }: PictureOf): boolean {
  return videoUserIds === null || videoUserIds.includes(userId);
}

function isSame(one: PictureOf, other: PictureOf | null): boolean {
  return other !== null && one.userId === other.userId && one.streamType === other.streamType;
}
