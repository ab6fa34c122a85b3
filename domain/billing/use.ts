import type { Codec, StorageClass, StorageRegion, TrafficRegion } from './items.ts';
import { codecs, storageClasses, storageRegions, trafficRegions } from './items.ts';
import type { Subject } from './price-book.ts';
import type { Picture } from './sizes.ts';

/**
 * What was used, before any book says what it is called and who pays for it how. A picture or an area of null is sound
 * alone. Every way of counting the same recording stands beside the others: an account's cohort chooses among them.
 */
export type Use =
  /** The most streams × formats that were recorded at one time. */
  | { readonly kind: 'channels' }
  /** Time of files. */
  | { readonly kind: 'files'; readonly picture: Picture | null }
  /** Time of recording tasks × formats, and of their recorders in the room, by what they receive together. */
  | { readonly kind: 'tasks' | 'robots'; readonly area: number | null }
  /** Time of people in calls. */
  | { readonly kind: 'calls'; readonly area: number | null }
  | { readonly kind: 'mix-output'; readonly picture: Picture | null; readonly codec: Codec }
  | {
      readonly kind: 'mix-input';
      readonly area: number | null;
      /** Whether one anchor alone is mixed. */
      readonly isAlone: boolean;
      readonly outputArea: number;
      readonly codec: Codec;
    }
  | { readonly kind: 'storage'; readonly class: StorageClass; readonly region: StorageRegion }
  | { readonly kind: 'playback' | 'relay'; readonly region: TrafficRegion }
  /** A row of a book, as it is. */
  | { readonly kind: 'known'; readonly subject: Subject };

const printPicture = (picture: Picture | null): string =>
  picture === null ? 'audio' : `${String(picture.width)}x${String(picture.height)}`;
const printArea = (area: number | null): string => (area === null ? 'audio' : String(area));

/** One word for a use, such as `files/1280x720`: equal uses have equal words. */
export function printUse(use: Use): string {
  switch (use.kind) {
    case 'channels':
      return use.kind;
    case 'files':
      return `${use.kind}/${printPicture(use.picture)}`;
    case 'tasks':
    case 'robots':
    case 'calls':
      return `${use.kind}/${printArea(use.area)}`;
    case 'mix-output':
      return `${use.kind}/${printPicture(use.picture)}/${use.codec}`;
    case 'mix-input':
      return `${use.kind}/${printArea(use.area)}/${use.isAlone ? 'alone' : 'several'}/${String(use.outputArea)}/${use.codec}`;
    case 'storage':
      return `${use.kind}/${use.class}/${use.region}`;
    case 'playback':
    case 'relay':
      return `${use.kind}/${use.region}`;
    case 'known':
      return [use.kind, use.subject.item, use.subject.class, use.subject.codec, use.subject.region].join('/');
  }
}

function readPicture(text: string): Picture | null {
  const [width, height] = text.split('x').map(Number);
  return height === undefined ? null : { width: width!, height };
}
const readArea = (text: string): number | null => (text === 'audio' ? null : Number(text));

function oneOf<T extends string>(text: string | undefined, allowed: readonly T[]): T {
  return allowed.find((name) => name === text) ?? allowed[0]!;
}

/** What `printUse` wrote of something that was metered; null for any other text. */
export function readUse(text: string): Use | null {
  const [kind, one = '', two, three = '', four] = text.split('/');
  switch (kind) {
    case 'channels':
      return { kind };
    case 'files':
      return { kind, picture: readPicture(one) };
    case 'tasks':
    case 'robots':
      return { kind, area: readArea(one) };
    case 'mix-output':
      return { kind, picture: readPicture(one), codec: oneOf(two, codecs) };
    case 'mix-input':
      return {
        ...{ kind, area: readArea(one), isAlone: two === 'alone', outputArea: Number(three) },
        codec: oneOf(four, codecs),
      };
    case 'storage':
      return { kind, class: oneOf(one, storageClasses), region: oneOf(two, storageRegions) };
    case 'playback':
    case 'relay':
      return { kind, region: oneOf(one, trafficRegions) };
    default:
      return null;
  }
}
