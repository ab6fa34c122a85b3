import { DomainError } from '../errors.ts';
import type { StreamType } from '../room/room-key.ts';
import { gridTiles, maxMixedStreams } from './grid.ts';
import type { Canvas, Rect } from './rect.ts';

/** A user's picture by user and stream: the same user may send a camera and a screen. */
export interface PictureOf {
  readonly userId: string;
  readonly streamType: StreamType;
}

/** How a picture meets a rectangle of another shape: cut to fill it, or shrunk to fit with bars. */
export type RenderMode = 'crop' | 'fit';

interface CommonLayout {
  /** Users whose picture is mixed, at most 16; the others are heard only. Null means everyone. */
  readonly videoUserIds: readonly string[] | null;
}

/**
 * What the caller asked for, one shape for each of the vendor's five templates
 * (https://www.tencentcloud.com/document/product/647/34618).
 */
export type MixLayout =
  | (CommonLayout & { readonly template: 'float'; readonly main: PictureOf | null })
  | (CommonLayout & { readonly template: 'grid' })
  | (CommonLayout & {
      readonly template: 'screen-share';
      readonly main: PictureOf | null;
      readonly mainOnRight: boolean;
    })
  | (CommonLayout & {
      readonly template: 'picture-in-picture';
      readonly main: PictureOf | null;
      readonly small: PictureOf & { readonly rect: Rect };
    })
  | (CommonLayout & { readonly template: 'custom'; readonly regions: readonly PresetRegion[] });

export interface PresetRegion {
  /** A region with a user is kept for that user; others are filled in the order of entry. */
  readonly userId: string | null;
  readonly streamType: StreamType;
  readonly rect: Rect;
  readonly zOrder: number;
  readonly renderMode: RenderMode;
  readonly media: 'both' | 'video' | 'audio';
}

/** A stream in the room, as layouts see it. */
export interface MixStream extends PictureOf {
  readonly id: string;
}

/** Where a stream's picture goes. Drawn in the order of `zOrder`, lowest first. */
export interface Placement {
  readonly id: string;
  readonly rect: Rect;
  readonly zOrder: number;
  readonly renderMode: RenderMode;
}

/** Who is heard and who is seen where. */
export interface Arrangement {
  /** Ids of the streams that are mixed at all, in the order of entry. */
  readonly mixed: readonly string[];
  readonly placements: readonly Placement[];
}

/** Refuses, before anything is started, what cannot be drawn yet; a template is never drawn as another one. */
export function requireDrawableLayout(layout: MixLayout): void {
  if (layout.template === 'grid') return;
  throw new DomainError(
    'UNSUPPORTED',
    'caller',
    `layout.template is ${layout.template}; this engine draws: grid`,
    {
      field: 'layout.template',
    },
  );
}

/**
 * Gives every stream its place. `streams` come in the order of entry; from the seventeenth on they wait until someone
 * leaves. A stream without pictures holds a place in the grid like any other (the vendor's default for it).
 */
export function arrange(layout: MixLayout, streams: readonly MixStream[], canvas: Canvas): Arrangement {
  requireDrawableLayout(layout);
  const mixed = streams.slice(0, maxMixedStreams);
  const seen =
    layout.videoUserIds === null
      ? mixed
      : mixed.filter(({ userId }) => layout.videoUserIds?.includes(userId));
  const tiles = gridTiles(seen.length, canvas);
  return {
    mixed: mixed.map(({ id }) => id),
    placements: seen.map(({ id }, index) => ({ id, rect: tiles[index]!, zOrder: index, renderMode: 'crop' })),
  };
}
