import { charges } from '../../domain/billing/items.ts';
import { roundTogether } from '../../domain/billing/round-together.ts';
import { Decimal } from '../../domain/money.ts';
import type { Config } from '../config.ts';
import { sayIncomplete, unpricedOf } from '../../domain/billing/incomplete.ts';
import { openHouse } from './running-house.ts';
import type { BillAnswer } from './answer.ts';
import { billAnswer } from './answer.ts';
import { billDocuments } from './documents.ts';
import { writeOut } from './out-file.ts';
import type { BillFormat, Drawn } from './print.ts';
import { billFormats, printBill } from './print.ts';
import { whatIf } from './what-if.ts';

export interface BillOptions {
  /** `2026-10` or `2026-10-05`. */
  readonly period: string;
  readonly book: string | undefined;
  readonly app: string | undefined;
  readonly format: string | undefined;
  /** A file with what would have been otherwise in that month. */
  readonly whatIf: string | undefined;
  /** Decimals of amounts; undefined: every digit. */
  readonly digits: string | undefined;
  /** The file to write; undefined: the terminal, where no workbook goes. */
  readonly out: string | undefined;
}

export interface Billed {
  /** For the terminal. */
  readonly printed: string;
  /** What whoever looks at no file must know of it, for the error output; null where all is said. */
  readonly besides: string | null;
}

/** `roomtape bill`: what the running house answers to `bill`, printed or in a file. */
export async function bill(config: Config, options: BillOptions): Promise<Billed> {
  const { period, format: asked = 'table', out } = options;
  const format = billFormats.find((one) => one === asked);
  if (format === undefined) throw new Error(`--format is "${asked}"; allowed: ${billFormats.join(', ')}.`);
  if (format === 'xlsx' && out === undefined)
    throw new Error('--format xlsx is a workbook, which no terminal shows: say the file with --out FILE.');
  if (out === '') throw new Error('--out is ""; allowed: the name of a file.');
  const { content, besides } = await draw(config, options, format);
  if (out === undefined) return { printed: content.toString(), besides };
  writeOut(out, typeof content === 'string' ? `${content}\n` : content);
  return { printed: `${period} is in ${out}.`, besides };
}

/** Whether a format says itself what has no price. */
const hasPlace = (format: BillFormat): boolean => format === 'table' || format === 'json';

async function draw(config: Config, options: BillOptions, format: BillFormat): Promise<Drawn> {
  const { period, book, app, digits } = options;
  const decimals = readNumber('--digits', digits, /^(\d|10)$/, 'a whole number from 0 to 10');
  const given = readNumber('--app', app, /^[1-9]\d{0,9}$/, 'the number of an application (SDKAppID)');
  const house = openHouse(config);
  const sdkAppId = given ?? config.ROOMTAPE_SDK_APP_ID;
  if (options.whatIf !== undefined) {
    if (!/^\d{4}-\d\d$/.test(period) || format === 'focus' || format === 'xlsx' || decimals !== null)
      throw new Error(
        '--what-if goes with a month, and with --format table, json or csv; not with --digits.',
      );
    return whatIf(house, { month: period, file: options.whatIf, book, sdkAppId, format });
  }
  const input = {
    period: /^\d{4}-\d\d-\d\d$/.test(period) ? { day: period } : { month: period },
    ...{ sdkAppId, book: book ?? null },
  };
  const { bill: answer } = await house.ask(billDocuments.bill, { input }, billAnswer);
  const shown = decimals === null ? answer : cutAmounts(answer, decimals);
  const account = { id: String(sdkAppId), name: `Application ${String(sdkAppId)}` };
  const content = await printBill(format, shown, { period, decimals, account });
  return { content, besides: hasPlace(format) ? null : sayIncomplete(unpricedOf(answer.warnings)) };
}

function readNumber(name: string, text: string | undefined, pattern: RegExp, allowed: string): number | null {
  if (text === undefined) return null;
  if (!pattern.test(text)) throw new Error(`${name} is "${text}"; allowed: ${allowed}.`);
  return Number(text);
}

/** Amounts with so many decimals that still sum to the total shown. */
function cutAmounts(answer: BillAnswer, decimals: number): BillAnswer {
  const cut = roundTogether(
    answer.lines.map(({ amount }) => new Decimal(amount)),
    decimals,
  );
  const lines = answer.lines.map((line, index) => ({ ...line, amount: cut[index]!.toFixed(decimals) }));
  const sumOf = (chosen: readonly (typeof lines)[number][]): string =>
    Decimal.sum(0, ...chosen.map(({ amount }) => amount)).toFixed(decimals);
  return {
    ...{ ...answer, lines, total: sumOf(lines) },
    subtotals: charges.map((charge) => ({
      charge,
      amount: sumOf(lines.filter((line) => line.charge === charge)),
    })),
  };
}
