import { flashPicture, picturesPerSecond } from './picture-code.ts';

/** A beep that says its number by its pitch. One begins with the flash of each second of a clip. */
export const beepSeconds = 0.1;
/** Where in its second it begins. */
export const beepOffsetSeconds = flashPicture / picturesPerSecond;
/** So many pitches are told apart; a clip is no longer than as many seconds. */
export const maxBeeps = 128;

const lowestHertz = 400;
const stepHertz = 30;
const amplitude = 0.5 * 32767;
/** Beginning and end are eased over this, or they would click at every pitch. */
const easeSeconds = 0.005;

function pitchOf(number: number): number {
  return lowestHertz + stepHertz * number;
}

/** One second of sound: silence, a beep, silence. */
export function printBeepSecond(number: number, sampleRate: number): Buffer {
  const second = Buffer.alloc(sampleRate * 2);
  const first = Math.round(beepOffsetSeconds * sampleRate);
  const length = Math.round(beepSeconds * sampleRate);
  for (let index = 0; index < length; index += 1) {
    const ease = Math.min(
      1,
      index / (easeSeconds * sampleRate),
      (length - index) / (easeSeconds * sampleRate),
    );
    const wave = Math.sin((2 * Math.PI * pitchOf(number) * index) / sampleRate);
    second.writeInt16LE(Math.round(amplitude * ease * wave), (first + index) * 2);
  }
  return second;
}

export interface FoundBeep {
  /** Null when it is too short or too impure to say which. */
  readonly number: number | null;
  readonly firstSample: number;
  readonly seconds: number;
}

const windowSeconds = 0.004;
/** Of full scale; an encoder's noise in silence stays far below. */
const loud = 0.06 * 32767;
const longestHole = 0.02;
/** A beep that lost more than a sound frame is torn. */
const shortestReadable = 0.08;

/** Every stretch of sound between silences, in order, with the number that its pitch says. */
export function findBeeps(samples: Int16Array, sampleRate: number): FoundBeep[] {
  const step = Math.round(windowSeconds * sampleRate);
  const beeps: FoundBeep[] = [];
  let first: number | null = null;
  let last = 0;
  const close = (): void => {
    if (first === null) return;
    const seconds = (last - first) / sampleRate;
    beeps.push({ number: readPitch(samples.subarray(first, last), sampleRate), firstSample: first, seconds });
    first = null;
  };
  for (let at = 0; at + step <= samples.length; at += step) {
    if (level(samples, at, step) >= loud) {
      first ??= at;
      last = at + step;
    } else if (first !== null && at - last > longestHole * sampleRate) close();
  }
  close();
  return beeps;
}

function level(samples: Int16Array, at: number, length: number): number {
  let sum = 0;
  for (let index = at; index < at + length; index += 1) sum += samples[index]! ** 2;
  return Math.sqrt(sum / length);
}

/** The pitch that holds most of the energy (Goertzel), when it holds nearly all of it. */
function readPitch(beep: Int16Array, sampleRate: number): number | null {
  if (beep.length < shortestReadable * sampleRate) return null;
  const edge = Math.round(0.1 * beep.length);
  const middle = beep.subarray(edge, beep.length - edge);
  let energy = 0;
  for (const sample of middle) energy += sample ** 2;
  let best = { number: 0, share: 0 };
  for (let number = 0; number < maxBeeps; number += 1) {
    const share = (2 * power(middle, pitchOf(number) / sampleRate)) / (energy * middle.length);
    if (share > best.share) best = { number, share };
  }
  return best.share > 0.7 ? best.number : null;
}

function power(samples: Int16Array, turnsPerSample: number): number {
  const coefficient = 2 * Math.cos(2 * Math.PI * turnsPerSample);
  let [one, two] = [0, 0];
  for (const sample of samples) [one, two] = [sample + coefficient * one - two, one];
  return one * one + two * two - coefficient * one * two;
}
