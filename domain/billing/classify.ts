import { anyRate, cohortRow, mixItem, sizesOf } from './find-rate.ts';
import type { When } from './find-rate.ts';
import type { Item } from './items.ts';
import type { PriceBook, Subject } from './price-book.ts';
import type { Picture } from './sizes.ts';
import { classOfPicture } from './sizes.ts';
import type { Use } from './use.ts';
import type { CostWarning } from './warning.ts';

/** What a use is in a book. */
export interface Classified {
  /** Null where this cohort does not pay for it, or nobody does. */
  readonly subject: Subject | null;
  readonly warning: CostWarning | null;
}

export function subjectOf(item: Item, rest: Partial<Subject> = {}): Subject {
  return { item, class: null, codec: null, region: null, ...rest };
}

/** One word for a subject: equal subjects have equal words. */
export function printSubject({ item, class: size, codec, region }: Subject): string {
  return `${item}/${size ?? ''}/${codec ?? ''}/${region ?? ''}`;
}

/** The row of the book that a use is charged by; classes of size and the way of counting are the book's and the cohort's. */
export function classify(book: PriceBook, when: When, use: Use): Classified {
  const { recording, robotCalls } = cohortRow(book, when.cohort);
  const size = (item: Item, picture: Picture | { readonly area: number } | null): string | null => {
    if (picture === null) return 'audio';
    const sizes = sizesOf(book, item, when);
    return sizes && classOfPicture(sizes, picture);
  };
  const byArea = (item: Item, area: number | null): Classified =>
    charged(subjectOf(item, { class: size(item, area === null ? null : { area }) }));
  switch (use.kind) {
    case 'channels':
      return recording === 'recording.css-channel' ? charged(subjectOf(recording)) : free;
    case 'files':
      return recording === 'recording.trtc-file'
        ? charged(subjectOf(recording, { class: size(recording, use.picture) }))
        : free;
    case 'tasks':
      return recording === 'recording.task' ? byArea(recording, use.area) : free;
    case 'robots':
      return recording === 'recording.task' && robotCalls ? byArea('call.minutes', use.area) : free;
    case 'calls':
      return byArea('call.minutes', use.area);
    case 'mix-output':
    case 'mix-input':
      return classifyMix(book, when, use, size);
    case 'storage':
      return charged(subjectOf('storage.vod', { class: use.class, region: use.region }));
    case 'playback':
      return charged(subjectOf('traffic.vod', { region: use.region }));
    case 'relay':
      return charged(subjectOf('traffic.relay', { region: use.region }));
    case 'known':
      return charged(use.subject);
  }
}

const free: Classified = { subject: null, warning: null };
const charged = (subject: Subject): Classified => ({ subject, warning: null });
const uncertain = (message: string): CostWarning => ({ code: 'UNCERTAIN', message });

/** Mixing, by what the cohort pays for it: output or input, of the live service or of TRTC. */
function classifyMix(
  book: PriceBook,
  when: When,
  use: Extract<Use, { readonly kind: 'mix-output' | 'mix-input' }>,
  size: (item: Item, picture: Picture | { readonly area: number } | null) => string | null,
): Classified {
  const item = mixItem(book, when);
  if ((item === 'mix.input') !== (use.kind === 'mix-input')) return free;
  const warning =
    when.cohort === 'from-2022-08' && cohortRow(book, when.cohort).recording === 'recording.task'
      ? uncertain(
          'Whether a mixed recording task of the newer kind pays for mixing beside its recording is not clear from the vendor’s pages; it is counted.',
        )
      : null;
  const of = (found: string | null): Classified => ({
    subject: subjectOf(item, { class: found, codec: found === 'audio' ? null : use.codec }),
    warning,
  });
  if (use.kind === 'mix-output') return of(size(item, use.picture));
  const rules = anyRate(book, item, when);
  if (use.isAlone && rules?.loneAnchorFree === true)
    return {
      subject: null,
      warning: uncertain(
        'Mixing of one anchor alone is counted as free, as examples on the page of 2022 do.',
      ),
    };
  if (use.area === null) return of('audio');
  const isBig = rules?.bigOutputCounts === true && use.outputArea > 2 * use.area;
  return of(size(item, { area: use.area + (isBig ? use.outputArea : 0) }));
}
