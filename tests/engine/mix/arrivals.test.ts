import { describe, expect, it } from 'vitest';
import { Arrivals } from '../../../engine/mix/arrivals.ts';

describe('whoever joins a mix', () => {
  it('is seen before others change their size, which they do one by one', () => {
    const arrivals = new Arrivals();
    arrivals.expect('joining', 1000);
    expect(arrivals.mayChange('one', 1100)).toBe(false);
    expect(arrivals.mayChange('joining', 1100)).toBe(true);
    arrivals.seen('joining', 1200);
    expect(arrivals.mayChange('one', 1349)).toBe(false);
    expect(arrivals.mayChange('one', 1350)).toBe(true);
    expect(arrivals.mayChange('other', 1399)).toBe(false);
    expect(arrivals.mayChange('other', 1400)).toBe(true);
  });

  it('is waited for half a second at most', () => {
    const arrivals = new Arrivals();
    arrivals.expect('silent', 1000);
    expect(arrivals.mayChange('one', 1499)).toBe(false);
    expect(arrivals.mayChange('one', 1500)).toBe(true);
  });

  it('is not waited for when it leaves or has no picture', () => {
    const arrivals = new Arrivals();
    arrivals.expect('voice', 1000);
    arrivals.forget('voice');
    expect(arrivals.mayChange('one', 1001)).toBe(true);
  });

  it('keeps nobody waiting with its later pictures', () => {
    const arrivals = new Arrivals();
    arrivals.expect('joining', 0);
    arrivals.seen('joining', 100);
    arrivals.seen('joining', 1000);
    expect(arrivals.mayChange('one', 1001)).toBe(true);
  });
});
