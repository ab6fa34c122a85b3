/** Numbers of one kind, appended without knowing how many: a tenth of the memory of a list of objects. */
export interface Growing {
  push(value: number): void;
  /** What was pushed, the memory itself. */
  values(): Float64Array;
}

export function openGrowing(): Growing {
  let memory = new Float64Array(64);
  let length = 0;
  return {
    push(value) {
      if (length === memory.length) {
        const larger = new Float64Array(length * 2);
        larger.set(memory);
        memory = larger;
      }
      memory[length] = value;
      length += 1;
    },
    values: () => memory.subarray(0, length),
  };
}

const limb = 2 ** 18;
/** So many products of a limb and a day's milliseconds (27 bits) are exact in a double. */
const mostExact = 128;

/** A sum of products of whole numbers up to 2^53 and milliseconds of a day, to the last digit. */
export interface ProductSum {
  add(value: number, ms: number): void;
  total(): bigint;
}

export function openProductSum(): ProductSum {
  let [low, middle, high, held] = [0, 0, 0, 0];
  let sum = 0n;
  const settle = (): void => {
    sum += BigInt(low) + (BigInt(middle) << 18n) + (BigInt(high) << 36n);
    [low, middle, high, held] = [0, 0, 0, 0];
  };
  return {
    add(value, ms) {
      const above = Math.floor(value / limb);
      const top = Math.floor(above / limb);
      low += (value - above * limb) * ms;
      middle += (above - top * limb) * ms;
      high += top * ms;
      held += 1;
      if (held === mostExact) settle();
    },
    total() {
      settle();
      return sum;
    },
  };
}
