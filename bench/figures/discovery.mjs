import { besideYo, commandOf, FOLDER, pythonPackages } from '../installations.mjs';
import { runMeasured } from '../measured-process.mjs';
import { alone, compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

/** More than 10,000 files, most of them of libraries that ask an LLM; and a framework that knows nothing of LLMs. */
const TREES = [
  {
    name: 'libraries of LLMs',
    packages: [
      'anthropic==2.12.0',
      'crewai==1.15.30',
      'langchain-classic==1.0.8',
      'langchain-community==0.4.2',
      'litellm==1.106.2',
      'llama-index-core==0.14.25',
      'openai==2.54.0',
    ],
    atMost: 0.15,
  },
  { name: 'Django', packages: ['django==5.2.19'], atMost: 0.2 },
];

const MOST_MEBIBYTES = 180;

/** As Python reads each file, parses it and visits every node; it tells how many files that were. */
const WALK = `
import ast, pathlib, sys, warnings
warnings.simplefilter('ignore')
files = 0
for file in pathlib.Path(sys.argv[1]).rglob('*.py'):
    files += 1
    try:
        for node in ast.walk(ast.parse(file.read_bytes())):
            pass
    except (SyntaxError, ValueError, RecursionError):
        pass
print(files)
`;

/**
 * Looking for the task in a tree of sources, against Python's own `ast` walking all of it.
 *
 * @param {{python: string, rounds: number, tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function discoveryFigures({ python, rounds, tell }) {
  const command = commandOf(besideYo(), 'generator-llm-obs-experiment');
  const results = [];
  for (const { name, packages, atMost } of TREES) {
    const folder = pythonPackages(python, packages);
    const measured = (words) =>
      runMeasured(words, { python, folder, environment: { PATH: process.env.PATH, HOME: FOLDER } });
    const runs = await runInTurn(
      {
        ours: () => measured([command, '--list-tasks', '--app-root', folder]),
        ast: () => measured([python, '-c', WALK, folder]),
      },
      { rounds, tell },
    );
    const files = Number(runs.ast.samples[0]?.stdout).toLocaleString('en-GB');
    const looking = `looking for the task in ${files} files, ${name}`;
    results.push(
      compared(looking, "Python's ast walking them", runs.ours, runs.ast, { atMost }),
      alone(`${looking}: peak memory`, runs.ours, {
        value: ({ mebibytes }) => mebibytes,
        unit: 'MiB',
        atMost: MOST_MEBIBYTES,
      }),
    );
  }
  return results;
}
