/** `2:05:09` or `0:42`; a dash while the length is not known. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '–';
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as storage and traffic are billed. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return '–';
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 2 : 1)} ${units[unit]!}`;
}

const dateTime = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/** In the zone of who looks; {@link zoneName} says which. */
export function formatTime(iso: string | null | undefined): string {
  return iso === null || iso === undefined ? '–' : dateTime.format(new Date(iso));
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** The time of day, to the second, in the zone of who looks. */
export function formatClock(at: Date): string {
  return clock.format(at);
}

/** The day alone, in the zone of who looks. */
export function formatDate(at: Date): string {
  return date.format(at);
}

export function isToday(at: Date): boolean {
  return at.toDateString() === new Date().toDateString();
}

export const zoneName: string = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The vendor's day and month of billing, UTC+8, of an instant. */
export function billingDay(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

const longMonth = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const longDay = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

/** A month or a day of billing in words: `November 2026`, `Nov 27, 2026`. */
export function formatPeriod(period: string): string {
  const at = new Date(`${period.length === 7 ? `${period}-01` : period}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return period;
  return (period.length === 7 ? longMonth : longDay).format(at);
}

/** The month before: `2026-01` of `2026-02`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}
