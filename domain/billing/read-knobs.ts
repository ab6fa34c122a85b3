import { refuseFaults } from '../errors.ts';
import { recordingFormats } from '../recording/formats.ts';
import { FieldReader, isAbsent } from './field-reader.ts';
import { storageClasses, storageRegions, trafficRegions } from './items.ts';
import { spell } from './read-scenario-parts.ts';
import type { Knobs } from './what-if.ts';
import { noKnobs, recordedChoices } from './what-if.ts';

const knobNames = Object.keys(noKnobs);

/** Knobs from outside; what is left out stays as it was. Throws BAD_INPUT with every bad field. */
export function readKnobs(value: unknown, path: string): Knobs {
  const reader = new FieldReader();
  const given = reader.object(value, path, knobNames);
  const read = <T>(name: keyof Knobs, fallback: T, take: (found: unknown, field: string) => T): T =>
    isAbsent(given[name]) ? fallback : take(given[name], path === '' ? name : `${path}.${name}`);
  const choice = <T extends string, F>(name: keyof Knobs, fallback: F, allowed: readonly T[]): T | F =>
    read<T | F>(name, fallback, (found, field) => reader.oneOf(spell(found), field, allowed));
  const percent = (name: keyof Knobs, most: number): string =>
    read(name, '100', (found, field) => reader.decimal(found, field, most));
  const knobs: Knobs = {
    usagePercent: percent('usagePercent', 100_000),
    formats: read<Knobs['formats']>('formats', null, (found, field) => {
      const names = reader
        .list(found, field, 4)
        .map((name, index) => reader.oneOf(spell(name), `${field}[${String(index)}]`, recordingFormats));
      if (names.length === 0 || new Set(names).size < names.length)
        reader.fault(field, found, 'one to four of hls, mp4, flv, aac, each once');
      return names;
    }),
    recorded: choice('recorded', noKnobs.recorded, recordedChoices),
    sidePercent: percent('sidePercent', 800),
    bitratePercent: percent('bitratePercent', 10_000),
    retentionDays: read<number | null>('retentionDays', null, (found, field) =>
      reader.whole(found, field, 0, 3650),
    ),
    storageClass: choice('storageClass', null, storageClasses),
    storageRegion: choice('storageRegion', null, storageRegions),
    playbackRegion: choice('playbackRegion', null, trafficRegions),
  };
  refuseFaults(reader.faults);
  return knobs;
}
