import type { Plan } from './plan.ts';

/** Names of choices as `roomtape estimate` writes them: `VIDEO_CONFERENCE` is `video-conference`. */
const small = (name: string): string => name.toLowerCase().replaceAll('_', '-');

/** Numbers with digits behind the point stay text, since a float would not keep them. */
function printValue(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return /^[A-Z]/.test(value) ? small(value) : JSON.stringify(value);
}

function printField(field: string, value: unknown): string {
  if (!Array.isArray(value)) return `${field}: ${printValue(value)}`;
  if (field === 'formats') return `formats: [${value.map(printValue).join(', ')}]`;
  const shares = (value as readonly Readonly<Record<string, unknown>>[]).map(
    ({ region, percent }) => `  - { region: ${printValue(region)}, percent: ${printValue(percent)} }`,
  );
  return [`${field}:`, ...shares].join('\n');
}

/** A plan as a file for `roomtape estimate scenario.yaml`. */
export function printYaml({ book, ...plan }: Plan): string {
  const call = `roomtape estimate scenario.yaml${book === undefined ? '' : ` --book ${book}`}`;
  const fields = Object.entries(plan).map(([field, value]) => printField(field, value));
  return `${[`# ${call}`, ...(fields.length === 0 ? ['{}'] : fields)].join('\n')}\n`;
}
