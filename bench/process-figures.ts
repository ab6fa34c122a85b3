import { readFile } from 'node:fs/promises';

/** Linux counts processor time in hundredths of a second on every architecture that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** Processor time in seconds, in and outside the kernel, that these processes have used so far. A dead one is an error. */
export async function cpuSeconds(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      // The program's name may hold spaces and brackets; the fields are counted from behind it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    }),
  );
  return each.reduce((sum, seconds) => sum + seconds, 0);
}

/** Memory in megabytes, pages shared by several processes divided among them (PSS). */
export async function memoryMegabytes(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
      return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
    }),
  );
  return each.reduce((sum, megabytes) => sum + megabytes, 0);
}
