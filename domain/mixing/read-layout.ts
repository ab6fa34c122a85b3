import type { FieldFault } from '../errors.ts';
import type { StreamType } from '../room/room-key.ts';
import { userIdPattern } from '../room/room-key.ts';
import { maxMixedStreams } from './arrange.ts';
import {
  plainLayout,
  type LayoutOrder,
  type MixLayout,
  type PictureOf,
  type PresetRegion,
  type RenderMode,
  type SoundPlaces,
  type Template,
  type Watermark,
} from './layout.ts';
import { checkPictureUrl } from './picture-url.ts';
import type { Canvas, Rect } from './rect.ts';

/** A region as it comes in; its rectangle in pixels of the canvas. */
export interface PresetRegionInput extends Rect {
  readonly userId?: string | null | undefined;
  readonly streamType?: StreamType | null | undefined;
  readonly zOrder?: number | null | undefined;
  readonly renderMode?: RenderMode | null | undefined;
  readonly media?: PresetRegion['media'] | null | undefined;
}

/** A layout as it comes in: what belongs to another template is a fault, never passed over. */
export interface MixLayoutInput {
  readonly template: Template;
  readonly main?: PictureOf | null | undefined;
  readonly mainOnRight?: boolean | null | undefined;
  readonly small?: (PictureOf & Rect) | null | undefined;
  readonly regions?: readonly PresetRegionInput[] | null | undefined;
  readonly placeHolders?: boolean | null | undefined;
  readonly videoUserIds?: readonly string[] | null | undefined;
  readonly renderMode?: RenderMode | null | undefined;
  readonly soundPlaces?: SoundPlaces | null | undefined;
  readonly order?: LayoutOrder | null | undefined;
  readonly watermark?: (Rect & { readonly url: string }) | null | undefined;
}

const userIdRule = '1 to 32 of letters, digits, _ and -';
const maxZOrder = 255;

/** Which parameters a template knows (https://www.tencentcloud.com/document/product/647/34618). */
const known: Readonly<Record<Template, readonly (keyof MixLayoutInput)[]>> = {
  float: ['main', 'videoUserIds', 'renderMode', 'soundPlaces', 'order'],
  grid: ['videoUserIds', 'renderMode', 'soundPlaces', 'order'],
  'screen-share': ['main', 'mainOnRight', 'videoUserIds', 'renderMode', 'soundPlaces', 'order'],
  'picture-in-picture': ['main', 'small', 'renderMode'],
  custom: ['regions', 'placeHolders', 'order'],
  auto: ['videoUserIds', 'renderMode', 'soundPlaces', 'order'],
};

/** The layout with every fault that it has; it holds only where there is none. A canvas of 0 is a mix of sound alone. */
export function checkLayout(
  input: MixLayoutInput,
  canvas: Canvas,
  path: string,
): { readonly faults: readonly FieldFault[]; readonly layout: MixLayout } {
  const check = new LayoutCheck(canvas, path);
  check.foreign(input);
  const common = {
    videoUserIds: check.userIds(input.videoUserIds ?? null),
    renderMode: input.renderMode ?? null,
    soundPlaces: input.soundPlaces ?? plainLayout.soundPlaces,
    order: input.order ?? plainLayout.order,
    watermark: check.watermark(input.watermark ?? null),
  };
  const main = check.picture(input.main ?? null, 'main');
  const layoutOf = (): MixLayout => {
    const { template } = input;
    switch (template) {
      case 'grid':
      case 'auto':
        return { ...common, template };
      case 'float':
        return { ...common, template, main };
      case 'screen-share':
        return { ...common, template, main, mainOnRight: input.mainOnRight ?? false };
      case 'picture-in-picture':
        return { ...common, template, main, small: check.small(input.small ?? null, main) };
      case 'custom':
        return {
          ...common,
          template,
          regions: check.regions(input.regions ?? []),
          placeHolders: input.placeHolders ?? false,
        };
    }
  };
  const layout = layoutOf();
  return { faults: check.faults, layout };
}

class LayoutCheck {
  readonly faults: FieldFault[] = [];
  readonly #canvas: Canvas;
  readonly #path: string;

  constructor(canvas: Canvas, path: string) {
    this.#canvas = canvas;
    this.#path = path;
  }

  foreign(input: MixLayoutInput): void {
    const always: readonly string[] = ['template', 'watermark', ...known[input.template]];
    for (const [field, value] of Object.entries(input) as [string, unknown][]) {
      if (value === undefined || value === null || value === false || always.includes(field)) continue;
      this.#refuse(field, 'given', `nothing with the template ${input.template}`);
    }
  }

  userIds(ids: readonly string[] | null): readonly string[] | null {
    if (ids === null) return null;
    if (ids.length > maxMixedStreams || ids.length === 0)
      this.#refuse('videoUserIds', `${String(ids.length)} users`, `1 to ${String(maxMixedStreams)}`);
    for (const [index, id] of ids.entries()) this.#userId(id, `videoUserIds.${String(index)}`);
    return ids;
  }

  picture<T extends PictureOf>(picture: T | null, field: string): T | null {
    if (picture !== null) this.#userId(picture.userId, `${field}.userId`);
    return picture;
  }

  small(small: (PictureOf & Rect) | null, main: PictureOf | null): PictureOf & { readonly rect: Rect } {
    if (small === null) {
      this.#refuse('small', 'missing', 'a user, a stream and a rectangle with this template');
      return { userId: '', streamType: 'main', rect: nowhere };
    }
    this.picture(small, 'small');
    this.#rect(small, 'small');
    if (main?.userId === small.userId && main.streamType === small.streamType)
      this.#refuse('small.userId', 'the main picture’s', 'another user or stream');
    return { userId: small.userId, streamType: small.streamType, rect: rectOf(small) };
  }

  regions(inputs: readonly PresetRegionInput[]): readonly PresetRegion[] {
    if (inputs.length === 0 || inputs.length > maxMixedStreams)
      this.#refuse('regions', `${String(inputs.length)} regions`, `1 to ${String(maxMixedStreams)}`);
    const kept = new Set<string>();
    return inputs.map((input, index): PresetRegion => {
      const field = `regions.${String(index)}`;
      const userId = input.userId ?? null;
      const streamType = input.streamType ?? 'main';
      if (userId !== null) {
        this.#userId(userId, `${field}.userId`);
        const key = `${userId} ${streamType}`;
        if (kept.has(key)) this.#refuse(`${field}.userId`, JSON.stringify(userId), 'one region for a stream');
        kept.add(key);
      }
      const zOrder = input.zOrder ?? 0;
      if (!Number.isInteger(zOrder) || zOrder < 0 || zOrder > maxZOrder)
        this.#refuse(`${field}.zOrder`, String(zOrder), `an integer from 0 to ${String(maxZOrder)}`);
      const media = input.media ?? 'both';
      // Where nothing is drawn a size of nothing is right.
      if (media !== 'audio') this.#rect(input, field);
      return {
        ...{ userId, streamType, rect: rectOf(input), zOrder },
        ...{ renderMode: input.renderMode ?? 'crop', media },
      };
    });
  }

  watermark(input: (Rect & { readonly url: string }) | null): Watermark | null {
    if (input === null) return null;
    this.faults.push(...checkPictureUrl(input.url, `${this.#path}.watermark.url`));
    this.#rect(input, 'watermark');
    return { url: input.url, rect: rectOf(input) };
  }

  #userId(id: string, field: string): void {
    if (!userIdPattern.test(id)) this.#refuse(field, JSON.stringify(id), userIdRule);
  }

  /** Left, top, width and height each in range, and the rectangle on the canvas. */
  #rect({ x, y, width, height }: Rect, field: string): void {
    const canvas = this.#canvas;
    if (canvas.width === 0) return;
    const axis = (from: number, size: number, whole: number, names: readonly [string, string]): void => {
      const [start, extent] = names;
      if (!Number.isInteger(size) || size < 2 || size > whole)
        this.#refuse(`${field}.${extent}`, String(size), `an integer from 2 to ${String(whole)}`);
      if (!Number.isInteger(from) || from < 0)
        this.#refuse(`${field}.${start}`, String(from), 'an integer from 0');
      else if (from + size > whole)
        this.#refuse(`${field}.${start}`, String(from), `with ${extent} at most ${String(whole)}`);
    };
    axis(x, width, canvas.width, ['x', 'width']);
    axis(y, height, canvas.height, ['y', 'height']);
  }

  #refuse(field: string, got: string, allowed: string): void {
    this.faults.push({ field: `${this.#path}.${field}`, got, allowed });
  }
}

const nowhere: Rect = { x: 0, y: 0, width: 0, height: 0 };

function rectOf({ x, y, width, height }: Rect): Rect {
  return { x, y, width, height };
}
