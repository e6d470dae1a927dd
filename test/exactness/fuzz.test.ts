import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanRequest } from '../../lib/plan/resolve-plan.js';
import { askMachinePython } from '../python/machine-python.js';
import {
  discard,
  generate,
  readBesideJson,
  readRows,
  type Generation,
  type Row,
} from './generated-dataset.js';
import { csvTable, csvText, type CsvTable, type CsvText } from './random-csv.js';
import { damagedJson, jsonDataset, jsonLinesDataset } from './random-json.js';

/** Of each kind; `npm run fuzz` tries 5,000. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 80);
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

/** Inputs that one Python process reads. */
const BATCH = 50;

/** What is wrong with each of some inputs; undefined where nothing is. */
type Judge<Input> = (inputs: readonly Input[]) => Promise<readonly (string | undefined)[]>;

/** Judges as many inputs as there are to try, and finds the smallest that is wrong where one is. */
async function tryAll<Input>(title: string, inputs: fc.Arbitrary<Input>, judge: Judge<Input>): Promise<void> {
  console.log(`${title}: ${INPUTS} inputs, FUZZ_SEED=${SEED}`);
  const all = fc.sample(inputs, { seed: SEED, numRuns: INPUTS });
  for (let from = 0; from < all.length; from += BATCH) {
    const judged = await judge(all.slice(from, from + BATCH));
    const wrong = judged.findIndex((problem) => problem !== undefined);
    if (wrong < 0) continue;
    const property = fc.asyncProperty(inputs, async (input) => {
      const [problem] = await judge([input]);
      expect(problem).toBeUndefined();
    });
    await fc.assert(property, { seed: SEED, path: `${from + wrong}`, interruptAfterTimeLimit: 30_000 });
    throw new Error(`wrong among others, and right alone: ${judged[wrong] ?? ''}`);
  }
}

/** With time to look for a smaller input. */
const TIME_LIMIT = 60_000 + INPUTS * 100;

const shown = (problem: unknown): string => JSON.stringify(problem, undefined, 2);

/** JSON is read as Python reads it, or refused where Python cannot read it, or finds no records. */
const judgeJson =
  (name: string, request: PlanRequest = {}): Judge<string | Buffer> =>
  async (inputs) => {
    const generations: Generation[] = [];
    for (const input of inputs) generations.push(await generate(name, input, request));
    const readings = readBesideJson(generations);
    await discard(generations);
    return readings.map((reading, index) => {
      const { meant, read } = reading;
      const { refusal = '' } = reading.generation;
      const isRight =
        meant === null
          ? read === null && /, (?:line \d+, column|record) \d+: /.test(refusal)
          : read === (meant === 'no records' ? null : meant);
      return isRight ? undefined : shown({ input: inputs[index]?.toString(), ...reading });
    });
  };

describe('random JSON', () => {
  it.each([{}, { inlineLimit: 0 }])(
    'is read as Python reads it: %j',
    async (request) => {
      await tryAll('JSON', jsonDataset, judgeJson('data.json', request));
    },
    TIME_LIMIT,
  );

  it(
    'is read where it is compressed, and in lines',
    async () => {
      const compressed = jsonDataset.map((text) => gzipSync(text));
      await tryAll('compressed JSON', compressed, judgeJson('data.json.gz'));
      await tryAll('JSON Lines', jsonLinesDataset, judgeJson('data.jsonl', { inlineLimit: 0 }));
    },
    2 * TIME_LIMIT,
  );

  it(
    'that was damaged is read or refused as by Python',
    async () => {
      await tryAll('damaged JSON', damagedJson, judgeJson('data.json'));
    },
    TIME_LIMIT,
  );
});

/**
 * A careful reader: line ends in any form, nothing of NUL bytes, blank lines and lines of blanks (two quotes are a
 * field), no row too long, and no quote left open, behind which a row of its own could not stand.
 */
const READ_CAREFULLY = `
import csv, io, json, sys

def rows_of(source, delimiter):
    with open(source, encoding="utf-8-sig", newline=None) as file:
        text = file.read().replace("\\0", "<NUL>")
    rows = list(csv.reader(io.StringIO(text + "\\n<END>", newline=""), delimiter=delimiter))
    if rows.pop() != ["<END>"]:
        return None
    header, *others = [row for row in rows if len(row) > 1 or row == [""] or "".join(row).strip()]
    if not others or any(len(row) > len(header) for row in others):
        return None
    padded = [row + [""] * (len(header) - len(row)) for row in others]
    return [[field.replace("<NUL>", "") for field in row] for row in padded]

json.dump([rows_of(*case) for case in json.load(sys.stdin)], sys.stdout)
`;

/** The rows that the SDK is handed of each CSV, their cells in the header's order; null where it was refused. */
async function readCsv(
  files: readonly { readonly contents: Buffer; readonly names: readonly string[] }[],
): Promise<
  readonly { readonly generation: Generation; readonly rows: readonly (readonly unknown[])[] | null }[]
> {
  const generations: Generation[] = [];
  for (const { contents } of files) generations.push(await generate('data.csv', contents));
  const scripts = generations.flatMap(({ script }) => script ?? []);
  const read = new Map(readRows(scripts).map((rows, index) => [scripts[index], rows]));
  return generations.map((generation, index) => {
    // Blanks around a column's name are not part of it.
    const cellsOf = (row: Row): unknown[] => {
      const byName = new Map([...row].map(([name, text]) => [name.trim(), text]));
      return files[index]?.names.map((name) => byName.get(name.trim())) ?? [];
    };
    return { generation, rows: read.get(generation.script)?.map(cellsOf) ?? null };
  });
}

const judgeTables: Judge<CsvTable> = async (tables) => {
  const read = await readCsv(tables);
  await discard(read.map(({ generation }) => generation));
  return read.map(({ generation, rows }, index) => {
    const { contents, names = [], rows: written = [] } = tables[index] ?? {};
    const meant = written.map((cells) =>
      names.map((_, column) => (cells[column] ?? '').replaceAll('\0', '').replaceAll(/\r\n?/g, '\n')),
    );
    const input = contents?.toString('latin1');
    return isDeepStrictEqual(rows, meant) ? undefined : shown({ input, meant, rows, generation });
  });
};

const judgeTexts: Judge<CsvText> = async (texts) => {
  const names = ['question', 'answer', 'note'];
  const read = await readCsv(texts.map(({ contents }) => ({ contents, names })));
  const question = read.map(({ generation }, index) => [generation.source, texts[index]?.delimiter]);
  const careful = askMachinePython(READ_CAREFULLY, question) as (string[][] | null)[];
  await discard(read.map(({ generation }) => generation));
  return read.map(({ generation, rows }, index) => {
    const meant = careful[index];
    const input = texts[index]?.contents.toString();
    return isDeepStrictEqual(rows, meant) ? undefined : shown({ input, meant, rows, generation });
  });
};

describe('random CSV', () => {
  it(
    'is read as it was written down',
    async () => {
      await tryAll('CSV tables', csvTable, judgeTables);
    },
    TIME_LIMIT,
  );

  it(
    'of any text is read as by a careful reader, or refused',
    async () => {
      await tryAll('CSV texts', csvText, judgeTexts);
    },
    TIME_LIMIT,
  );
});
