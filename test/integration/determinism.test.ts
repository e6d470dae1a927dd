import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureDataset, generate, sharedFolder } from './experiments.js';

const root = sharedFolder();

const DATASETS = [
  ['no dataset', []],
  ['a JSON', ['--dataset', 'structured-answers.json']],
  ['a CSV', ['--dataset', 'answers.csv']],
  ['a CSV that is copied', ['--dataset', 'marked.csv']],
] as const;

const RUNS = DATASETS.flatMap(([name, flags]) =>
  (['py', 'ipynb'] as const).map((format) => [name, format, ['--format', format, ...flags]] as const),
);

describe.concurrent('the same input gives the same bytes, on two runs and in two folders', () => {
  it.each(RUNS)('%s, %s', async (name, format, flags) => {
    const [one, other] = [project('here', `${name} ${format}`), project('there', `${name} ${format}`)];
    await generate(one, flags);
    const first = written(one);
    expect(first.size).toBeGreaterThan(0);

    const { stderr } = await generate(one, flags);
    expect(written(one)).toEqual(first);
    expect(stderr.match(/\w+(?= experiments)/g)).toEqual([...first].map(() => 'identical'));

    await generate(other, flags);
    const moved = [...first].map(([file, text]): [string, string] => [file, text.replaceAll(one, other)]);
    expect(new Map(moved)).toEqual(written(other));
  });
});

/** A folder with the datasets, named alike wherever it stands: the name is what the project is called after. */
function project(parent: string, name: string): string {
  const folder = path.join(root, parent, name, 'cafe');
  mkdirSync(folder, { recursive: true });
  for (const dataset of ['structured-answers.json', 'answers.csv', 'marked.csv']) {
    copyFileSync(fixtureDataset(dataset), path.join(folder, dataset));
  }
  return folder;
}

/** What was written, by its path in the folder. */
function written(folder: string): Map<string, string> {
  const experiments = path.join(folder, 'experiments');
  return new Map(
    readdirSync(experiments).map((file) => [file, readFileSync(path.join(experiments, file), 'utf8')]),
  );
}
