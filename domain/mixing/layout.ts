import type { StreamType } from '../room/room-key.ts';
import type { Rect } from './rect.ts';

/** A user's picture by user and stream: the same user may send a camera and a screen. */
export interface PictureOf {
  readonly userId: string;
  readonly streamType: StreamType;
}

/**
 * How a picture meets a rectangle of another shape: `crop` cuts it to fill, `scale` shrinks it and leaves the background to be
 * seen around it, `fit` shrinks it between black bars.
 */
export const renderModes = ['crop', 'scale', 'fit'] as const;
export type RenderMode = (typeof renderModes)[number];

/** Does somebody without a picture take a place? `default` is the template's own: not beside a shared screen, else yes. */
export const soundPlaces = ['default', 'hold', 'none'] as const;
export type SoundPlaces = (typeof soundPlaces)[number];

/** Who comes first among those who are mixed: who entered first, or who speaks. */
export const layoutOrders = ['entry', 'speaking'] as const;
export type LayoutOrder = (typeof layoutOrders)[number];

/** A picture from an address, drawn over everything and stretched to its rectangle; transparency is not kept. */
export interface Watermark {
  readonly url: string;
  readonly rect: Rect;
}

interface CommonLayout {
  /** Users whose picture is mixed, at most 16; the others are heard only. Null means everyone. */
  readonly videoUserIds: readonly string[] | null;
  /** For all pictures of a template; null is the template's own. Custom regions have their own. */
  readonly renderMode: RenderMode | null;
  readonly soundPlaces: SoundPlaces;
  readonly order: LayoutOrder;
  readonly watermark: Watermark | null;
}

export const templates = ['float', 'grid', 'screen-share', 'picture-in-picture', 'custom', 'auto'] as const;
export type Template = (typeof templates)[number];

/**
 * What the caller asked for: one shape for each of the vendor's five templates
 * (https://www.tencentcloud.com/document/product/647/34618), and a rule of ours that chooses between two of them.
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
  | (CommonLayout & {
      readonly template: 'custom';
      readonly regions: readonly PresetRegion[];
      /** A region without a picture shows a place holder; else the background. */
      readonly placeHolders: boolean;
    })
  /** While a screen is shared, as `screen-share` around it; else as `grid`. */
  | (CommonLayout & { readonly template: 'auto' });

export interface PresetRegion {
  /** A region with a user is kept for that user; others are filled in the order of entry. */
  readonly userId: string | null;
  /** Which of the user's streams; without a user any. */
  readonly streamType: StreamType;
  readonly rect: Rect;
  /** Higher is drawn later. */
  readonly zOrder: number;
  readonly renderMode: RenderMode;
  readonly media: 'both' | 'video' | 'audio';
}

/** What a layout has that asks for nothing more. */
export const plainLayout: CommonLayout = {
  videoUserIds: null,
  renderMode: null,
  soundPlaces: 'default',
  order: 'entry',
  watermark: null,
};

export const gridLayout: MixLayout = { ...plainLayout, template: 'grid' };

/** A stream in the room, as layouts see it. */
export interface MixStream extends PictureOf {
  readonly id: string;
  /** It sends pictures. */
  readonly hasPicture: boolean;
}

/** Where a stream's picture goes. Drawn in the order of `zOrder`, lowest first, and in the list's where that is equal. */
export interface Placement {
  readonly id: string;
  readonly rect: Rect;
  readonly zOrder: number;
  readonly renderMode: RenderMode;
}

/** Why a stream has no place in the picture. */
export const whyUnplaced = [
  /** More streams than are mixed: it waits until someone leaves, and is not heard either. */
  'beyond-limit',
  /** Not among `videoUserIds`. */
  'not-chosen',
  /** It sends no picture, and such streams hold no place. */
  'no-picture',
  /** Picture-in-picture shows two. */
  'template-shows-two',
  /** All regions are taken: it is not heard either. */
  'no-region',
  /** Its region takes sound only. */
  'sound-region',
  /** The canvas is too small to draw it. */
  'no-room',
] as const;
export type WhyUnplaced = (typeof whyUnplaced)[number];

/** Who is heard and who is seen where. Every stream has a placement or a reason why it has none. */
export interface Arrangement {
  /** Ids of the streams whose sound is mixed. */
  readonly heard: readonly string[];
  readonly placements: readonly Placement[];
  readonly unplaced: readonly { readonly id: string; readonly why: WhyUnplaced }[];
  /** Regions that show a place holder while nobody's picture is there. */
  readonly holders: readonly { readonly rect: Rect; readonly zOrder: number }[];
}
