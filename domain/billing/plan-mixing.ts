import type { Plan, PlanContext } from './plan.ts';
import { count } from './plan.ts';
import { describeInput, inputArea } from './plan-recording.ts';
import { quantityOf } from './quantity.ts';
import { areaOf } from './sizes.ts';
import type { Use } from './use.ts';

/** Mixing, as what comes out and as what goes in: the cohort pays for one of them. */
export function planMixing({ scenario }: PlanContext): Plan {
  const { roomsPerDay, daysPerMonth, mixMinutesPerRoom, audioOnly, codec, anchorsPerRoom } = scenario;
  if (scenario.method === 'each-stream' || roomsPerDay === 0) return { quantities: [], warnings: [] };
  const picture = { width: scenario.mixWidth, height: scenario.mixHeight };
  const time = `${mixMinutesPerRoom} min × ${count(roomsPerDay, 'room')} a day`;
  const of = (use: Use, origin: string) =>
    quantityOf(use, {
      ...{ day: scenario.at, each: mixMinutesPerRoom, usesPerDay: roomsPerDay, days: daysPerMonth, origin },
    });
  const output = `output of ${String(picture.width)}×${String(picture.height)}`;
  return {
    quantities: [
      of({ kind: 'mix-output', picture: audioOnly ? null : picture, codec }, `${time}; ${output}`),
      of(
        {
          ...{ kind: 'mix-input', area: inputArea(scenario), isAlone: anchorsPerRoom === 1, codec },
          outputArea: areaOf(picture),
        },
        `${time}; all input together: ${describeInput(scenario)}; ${output}, which counts as one more where it is more than twice that`,
      ),
    ],
    warnings: [],
  };
}
