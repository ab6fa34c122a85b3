import type { Config } from './config.ts';
import { greeting } from './greeting.ts';
import { stopRequested } from './stop-signal.ts';
import { startHouse } from './supervisor.ts';

/** `roomtape start`: the house, until it is asked to stop. Its own sentences go to stderr, log lines (JSON) to stdout. */
export async function start(config: Config): Promise<void> {
  const report = (sentence: string): void => {
    console.error(sentence);
  };
  const stop = stopRequested();
  const house = await startHouse({ config, report, logs: 'output' });
  report(greeting(house));
  await stop;
  report('Stopping: server, engine, database.');
  await house.stop();
}
