import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench } from './bench.ts';
import { durability } from './durability.ts';
import { finish } from './finish.ts';
import { forecast } from './forecast.ts';
import { graphqlList } from './graphql-list.ts';
import { mixing } from './mixing.ts';
import { mixingJoin } from './mixing-join.ts';
import { monthOfMillions, monthOfThousands, monthOfTwoMillions } from './month.ts';
import { recordingChannels } from './recording-channels.ts';
import { recordingLoad } from './recording-load.ts';
import { whip } from './whip.ts';

const benches: readonly Bench[] = [
  recordingChannels,
  recordingLoad,
  mixing,
  mixingJoin,
  finish,
  durability,
  graphqlList,
  whip,
  forecast,
  monthOfThousands,
  monthOfTwoMillions,
  monthOfMillions,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `No bench is called ${unknown.join(', ')}; there are: ${benches.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}

const results = fileURLToPath(new URL('results/', import.meta.url));
mkdirSync(results, { recursive: true });
for (const bench of benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`${bench.name}: ${bench.question}`);
  const { summary, figures } = await bench.run();
  for (const line of summary) console.log(`  ${line}`);
  const result = {
    bench: bench.name,
    question: bench.question,
    measuredAt: new Date().toISOString(),
    ...figures,
  };
  writeFileSync(`${results}${bench.name}.json`, `${JSON.stringify(result, null, 2)}\n`);
}
