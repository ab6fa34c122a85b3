import { strToU8, zip } from 'fflate';
import type { ExportTable } from '../../../domain/billing/export/bill-table.ts';
import { Decimal } from '../../../domain/money.ts';

export interface Sheet {
  readonly name: string;
  readonly table: ExportTable;
  readonly isNumber: (column: string) => boolean;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no form for most control characters and for halves of pairs: they become spaces and signs of replacement. */
function escape(text: string): string {
  return (
    text
      .toWellFormed()
      // eslint-disable-next-line no-control-regex -- these are what is looked for
      .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, ' ')
      .replace(/[&<>"]/g, (sign) => entities[sign]!)
  );
}

/** Text is text, whatever it begins with: in this format a formula is another kind of cell. Style 1 is bold. */
function textCell(text: string, isHeading: boolean): string {
  return `<c t="inlineStr"${isHeading ? ' s="1"' : ''}><is><t xml:space="preserve">${escape(text)}</t></is></c>`;
}

/**
 * Spreadsheets reckon in binary: a number goes in as one only where it comes out with every digit, otherwise as its text, which
 * still says all of them.
 */
function numberCell(text: string): string {
  const value = Number(text);
  const isExact = Number.isFinite(value) && new Decimal(String(value)).equals(text);
  return isExact ? `<c s="2"><v>${text}</v></c>` : textCell(text, false);
}

function drawSheet({ table: [heading = [], ...rows], isNumber }: Sheet): string {
  const drawRow = (row: readonly (string | null)[]): string =>
    `<row>${row
      .map((cell, index) => {
        if (cell === null || cell === '') return '<c/>';
        return isNumber(heading[index] ?? '') ? numberCell(cell) : textCell(cell, false);
      })
      .join('')}</row>`;
  const first = `<row>${heading.map((cell) => textCell(cell ?? '', true)).join('')}</row>`;
  const frozen =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  return `${head}<worksheet xmlns="${main}">${frozen}<sheetData>${first}${rows.map(drawRow).join('')}</sheetData></worksheet>`;
}

/** Style 0 as it is, 1 bold, 2 numbers with the digits that are shown. */
function drawStyles(decimals: number | null): string {
  const digits = decimals === null ? '##########' : '0'.repeat(decimals);
  const format = digits === '' ? '0' : `0.${digits}`;
  const plain = '<font><sz val="11"/><name val="Calibri"/></font>';
  const bold = '<font><b/><sz val="11"/><name val="Calibri"/></font>';
  const border = '<border><left/><right/><top/><bottom/><diagonal/></border>';
  const style = (font: number, number: number): string =>
    `<xf numFmtId="${String(number)}" fontId="${String(font)}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
  return `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="${format}"/></numFmts><fonts count="2">${plain}${bold}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">${border}</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">${style(0, 0)}${style(1, 0)}${style(0, 164)}</cellXfs></styleSheet>`;
}

function drawParts(sheets: readonly Sheet[], decimals: number | null): Readonly<Record<string, string>> {
  const numbered = sheets.map((sheet, index) => ({ sheet, id: String(index + 1) }));
  const overrides = numbered.map(
    ({ id }) => `<Override PartName="/xl/worksheets/sheet${id}.xml" ContentType="${types}.worksheet+xml"/>`,
  );
  const links = numbered.map(
    ({ id }) => `<Relationship Id="rId${id}" Type="${office}/worksheet" Target="worksheets/sheet${id}.xml"/>`,
  );
  const names = numbered.map(
    ({ sheet, id }) => `<sheet name="${escape(sheet.name)}" sheetId="${id}" r:id="rId${id}"/>`,
  );
  return {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${overrides.join('')}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${relations}">${links.join('')}<Relationship Id="rIdStyles" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': drawStyles(decimals),
    ...Object.fromEntries(
      numbered.map(({ sheet, id }) => [`xl/worksheets/sheet${id}.xml`, drawSheet(sheet)]),
    ),
  };
}

/**
 * A workbook (ECMA-376) with a sheet for each table, headings in bold and held in place. Written here: the libraries that were tried
 * take numbers as floats, or lost a text such as `valueOf`.
 */
export function drawXlsx(sheets: readonly Sheet[], decimals: number | null): Promise<Buffer> {
  const parts = Object.entries(drawParts(sheets, decimals)).map(
    ([name, text]) => [name, strToU8(text)] as const,
  );
  return new Promise((resolve, reject) => {
    zip(Object.fromEntries(parts), (error, bytes) => {
      if (error === null) resolve(Buffer.from(bytes));
      else reject(error);
    });
  });
}
