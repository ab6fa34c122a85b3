import type { Config } from '../config.ts';
import { greeting } from '../greeting.ts';
import { stopRequested } from '../stop-signal.ts';
import { startHouse, type House } from '../supervisor.ts';
import { tellStory } from './story.ts';

/**
 * `roomtape demo`: the house, two people who do not exist, and everything that is to be seen of them. Stays up until
 * Ctrl-C, unless `once`. Answers the exit code: 0 only if all of it was true.
 */
export async function demo(config: Config, options: { readonly once: boolean }): Promise<number> {
  const started = performance.now();
  const say = (sentence: string): void => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
    console.log(`${seconds} s  ${sentence}`);
  };
  const stop = stopRequested();
  say('Starting PostgreSQL, engine and server …');
  const house = await startHouse({ config, report: say, logs: 'files' });
  try {
    console.log(`\n${greeting(house)}\n`);
    const faults = await Promise.race([tellStory(house, config, say), stop.then(() => null)]);
    if (faults === null) return 130; // Asked to stop before the end.
    if (faults.length > 0)
      console.error(`\nNot everything worked:\n- ${faults.join('\n- ')}\nLogs: ${house.dataFolder}/logs`);
    if (!options.once) await stayUp(house, stop);
    return faults.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(
      `\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\nLogs: ${house.dataFolder}/logs`,
    );
    return 1;
  } finally {
    say('Stopping …');
    await house.stop();
  }
}

async function stayUp(house: House, stop: Promise<string>): Promise<void> {
  console.log(`\nRoomtape stays up at ${house.urls.server} until Ctrl-C.`);
  await stop;
}
