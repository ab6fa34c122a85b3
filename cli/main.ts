import { parseArgs } from 'node:util';
import { readConfig } from './config.ts';

const usage = `roomtape <command>

  start          start the house: PostgreSQL, engine and server, until Ctrl-C
  demo [--once]  start it, publish, record, mix, play and price two test streams; --once ends afterwards
  migrate        bring the database up to date
  estimate FILE  say what the scenario in a YAML or JSON file costs [--book ID|FILE] [--at DAY]
                 [--compare ID|FILE …] [--format table|json|csv]; --compare takes books, or one other scenario
  bill PERIOD    say what a month as 2026-10, or a day as 2026-10-05, of the running house costs [--book ID]
                 [--app SDKAPPID] [--format table|json|csv|focus|xlsx] [--digits 0-10] [--out FILE]
                 [--what-if FILE: the month with what the file says otherwise, row by row]
  reconcile MONTH  set what the provider counted, and its invoice, beside what the running house metered
                 [--invoice FILE.csv] [--format table|json]
  books …        the running house’s price books: list, import FILE, compare A B [--at DAY]
  doctor         say what a start would need, and list every setting

Settings are environment variables (ROOMTAPE_…, DATABASE_URL): "roomtape doctor" lists them.`;

/** Answers the exit code. Commands are loaded when asked for, so that each starts fast. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      once: { type: 'boolean' },
      book: { type: 'string' },
      at: { type: 'string' },
      compare: { type: 'string', multiple: true },
      format: { type: 'string' },
      app: { type: 'string' },
      digits: { type: 'string' },
      out: { type: 'string' },
      invoice: { type: 'string' },
      'what-if': { type: 'string' },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const { book, at, compare, format, app, digits, out, invoice, 'what-if': whatIf } = values;
  if (command === 'reconcile') {
    const [month] = rest;
    const others = [book, at, compare, app, digits, out, whatIf];
    if (month === undefined || rest.length > 1 || others.some((value) => value !== undefined))
      throw new Error(`"roomtape reconcile" takes one month.\n\n${usage}`);
    const asked = { month, invoice, format };
    console.log(await (await import('./reconcile/reconcile.ts')).reconcile(readConfig(process.env), asked));
    return 0;
  }
  if (invoice !== undefined) throw new Error(`--invoice belongs to "roomtape reconcile".\n\n${usage}`);
  if (command === 'bill') {
    const [period] = rest;
    if (period === undefined || rest.length > 1 || at !== undefined || compare !== undefined)
      throw new Error(`"roomtape bill" takes one month or day.\n\n${usage}`);
    const asked = { period, book, app, format, digits, out, whatIf };
    const { printed, besides } = await (await import('./bill/bill.ts')).bill(readConfig(process.env), asked);
    console.log(printed);
    if (besides !== null) console.error(besides);
    return 0;
  }
  if (command === 'books') {
    if ([book, compare, format, app, digits, out, whatIf].some((value) => value !== undefined))
      throw new Error(`"roomtape books" takes --at alone.\n\n${usage}`);
    console.log(await (await import('./books/books.ts')).books(readConfig(process.env), rest, at));
    return 0;
  }
  if ([app, digits, out, whatIf].some((value) => value !== undefined))
    throw new Error(`--app, --digits, --out and --what-if belong to "roomtape bill".\n\n${usage}`);
  if (command === 'estimate') {
    const [file] = rest;
    if (file === undefined || rest.length > 1)
      throw new Error(`"roomtape estimate" takes one file with a scenario.\n\n${usage}`);
    const asked = { file, book, at, compare, format };
    const { printed, besides } = (await import('./estimate/estimate.ts')).estimate(asked);
    console.log(printed);
    if (besides !== null) console.error(besides);
    return 0;
  }
  if ([book, at, compare, format].some((value) => value !== undefined))
    throw new Error(
      `--book, --at, --compare and --format belong to "roomtape estimate" or "bill".\n\n${usage}`,
    );
  if (rest.length > 0)
    throw new Error(`"${rest.join(' ')}" is not understood after "${command ?? ''}".\n\n${usage}`);
  if (values.once === true && command !== 'demo')
    throw new Error(`--once belongs to "roomtape demo".\n\n${usage}`);
  const config = readConfig(process.env);
  switch (command) {
    case 'start':
      await (await import('./start.ts')).start(config);
      return 0;
    case 'demo':
      return (await import('./demo/demo.ts')).demo(config, { once: values.once === true });
    case 'migrate':
      await (await import('./migrate.ts')).migrate(config);
      return 0;
    case 'doctor':
      return (await (await import('./doctor.ts')).doctor(config)) ? 0 : 1;
    default:
      throw new Error(
        `${command === undefined ? 'A command is missing.' : `"${command}" is no command.`}\n\n${usage}`,
      );
  }
}

// Exits in every case: what a command started it has stopped, and a channel to the launcher must not hold us.
try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
