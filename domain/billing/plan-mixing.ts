import type { Measure } from './measure.ts';
import { anyRate, mixItem, sizesOf } from './find-rate.ts';
import type { CostWarning, PlanContext } from './plan.ts';
import { count, measureOf, subjectOf } from './plan.ts';
import { inputClass } from './plan-recording.ts';
import { areaOf, classOfPicture } from './sizes.ts';

/** Mixing, by what the cohort pays for it: output or input, of the live service or of TRTC. */
export function planMixing(context: PlanContext): {
  readonly measures: readonly Measure[];
  readonly warnings: readonly CostWarning[];
} {
  const { book, when, scenario } = context;
  const { roomsPerDay, daysPerMonth, mixMinutesPerRoom, audioOnly, codec } = scenario;
  if (scenario.method === 'each-stream' || roomsPerDay === 0) return { measures: [], warnings: [] };
  const item = mixItem(book, when);
  const rules = anyRate(book, item, when);
  const time = `${mixMinutesPerRoom} min × ${count(roomsPerDay, 'room')} a day`;
  const output = `${String(scenario.mixWidth)}×${String(scenario.mixHeight)}`;
  const warnings = uncertainties(context);
  if (rules?.loneAnchorFree === true && scenario.anchorsPerRoom === 1) {
    const message = 'Mixing of one anchor alone is counted as free, as examples on the page of 2022 do.';
    return { measures: [], warnings: [...warnings, { code: 'UNCERTAIN', message }] };
  }
  const plan = (size: string | null, origin: string) => {
    const subject = subjectOf(item, { class: size, codec: size === 'audio' ? null : codec });
    return [measureOf(subject, mixMinutesPerRoom, roomsPerDay, daysPerMonth, origin)];
  };
  if (item === 'mix.input') {
    const inputArea = scenario.width * scenario.height * scenario.anchorsPerRoom;
    const outputArea = areaOf({ width: scenario.mixWidth, height: scenario.mixHeight });
    const isBig = rules?.bigOutputCounts === true && outputArea > 2 * inputArea && !audioOnly;
    const size = inputClass(context, item, isBig ? outputArea : 0);
    const extra = isBig ? ` and the output of ${output}, more than twice that, as one more` : '';
    return { measures: plan(size, `${time}; all input together${extra}`), warnings };
  }
  const sizes = sizesOf(book, item, when);
  const picture = { width: scenario.mixWidth, height: scenario.mixHeight };
  const size = audioOnly ? 'audio' : sizes && classOfPicture(sizes, picture);
  return { measures: plan(size, `${time}; output of ${output}`), warnings };
}

function uncertainties({ when }: PlanContext): readonly CostWarning[] {
  if (when.cohort !== 'from-2022-08') return [];
  const message =
    'Whether a mixed recording task of the newer kind pays for mixing beside its recording is not clear from the vendor’s pages; it is counted.';
  return [{ code: 'UNCERTAIN', message }];
}
