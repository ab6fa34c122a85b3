import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import { recordingFormats } from '../../../domain/recording/formats.ts';
import type { Verdict } from './judge.ts';

export interface Cell {
  readonly method: string;
  readonly media: string;
  readonly scenario: string;
  readonly format: RecordingFormat;
  /** `no sound` where the format cannot hold any of the media; `not offered` where the product says that it has it not. */
  readonly verdict: Verdict | 'no sound' | 'not offered';
}

function printCell(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell.verdict === 'string') return cell.verdict;
  const { pictures, beeps, faults } = cell.verdict;
  const share = ({ kept, sent }: Verdict['pictures']): string => (sent === 0 ? '–' : `${kept}/${sent}`);
  return `${faults.length === 0 ? '' : '✗ '}${share(pictures)} ${share(beeps)}`;
}

/** A block for each scenario: method × media down, formats across; a cell says pictures and beeps, kept of sent. */
export function printMatrix(cells: readonly Cell[]): string {
  const names = (of: (cell: Cell) => string): string[] => [...new Set(cells.map(of))];
  const rows = names(({ method, media }) => `${method}, ${media}`).sort();
  const rowWidth = Math.max(...rows.map(({ length }) => length));
  return names(({ scenario }) => scenario)
    .map((scenario) => {
      const lines = rows.map((row) => {
        const inRow = cells.filter(
          (cell) => cell.scenario === scenario && `${cell.method}, ${cell.media}` === row,
        );
        const texts = recordingFormats.map((format) =>
          printCell(inRow.find((cell) => cell.format === format)),
        );
        return `  ${row.padEnd(rowWidth)}  ${texts
          .map((text) => text.padEnd(18))
          .join('')
          .trimEnd()}`;
      });
      const head = `  ${''.padEnd(rowWidth)}  ${recordingFormats
        .map((format) => format.padEnd(18))
        .join('')
        .trimEnd()}`;
      return [`${scenario}: pictures and beeps, kept/sent`, head, ...lines].join('\n');
    })
    .join('\n\n');
}
