import type { Period } from './calendar.ts';
import { printDay } from './calendar.ts';
import type { Fee } from './fee.ts';
import { mixItem, sizesOf } from './find-rate.ts';
import type { MinuteSpan } from './minute-fees.ts';
import { minuteFees } from './minute-fees.ts';
import { classOfPicture } from './sizes.ts';
import type { Tariff } from './tariff.ts';
import type { MixUsage } from './usage.ts';

/**
 * Each mix by its output's class. Where the cohort's price goes by the input, the output's size stands for it: what went in
 * is not in the usage.
 */
export function transcodingFees(
  tariff: Tariff,
  mixes: readonly MixUsage[],
  month: Period,
  nowMs: number,
): readonly Fee[] {
  const spans = mixes.map((mix): MinuteSpan => {
    const when = { cohort: tariff.cohort, day: printDay(Math.max(mix.startMs, month.fromMs)) };
    const item = mixItem(tariff.book, when);
    const sizes = sizesOf(tariff.book, item, when);
    const size = sizes === null ? null : classOfPicture(sizes, mix);
    return {
      ...{ recordingId: mix.recordingId, useId: mix.mixId },
      span: { fromMs: mix.startMs, untilMs: Math.max(mix.startMs, mix.endMs ?? nowMs) },
      subject: { item, class: size, codec: 'h264', region: null },
      description: `Mixing to ${mix.width}×${mix.height} (H.264, ${size ?? 'any size'}${item === 'mix.input' ? ', input taken as large as output' : ''})`,
    };
  });
  return minuteFees(tariff, spans, month);
}
