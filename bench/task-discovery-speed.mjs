// Measures finding the task in a tree against Python's own `ast` walking all of it, each a process of its own, in turn:
//   node bench/task-discovery-speed.mjs <folder> [rounds]
// A dense tree is what `pip install` makes of langchain, llama-index, litellm and the like; a sparse one is Django.
// It takes the package as built: npm run build.
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { runMeasured } from './measured-process.mjs';
import { median, ratioOfPairs, runInTurn } from './rounds.mjs';

const [folder, rounds = '3'] = argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench/task-discovery-speed.mjs FOLDER [ROUNDS]');

const COMMAND = fileURLToPath(new URL('../dist/bin/generator-llm-obs-experiment.js', import.meta.url));

/** As Python reads each file, parses it and visits every node. */
const WALK = `
import ast, pathlib, sys, warnings
warnings.simplefilter('ignore')
for file in pathlib.Path(sys.argv[1]).rglob('*.py'):
    try:
        for node in ast.walk(ast.parse(file.read_bytes())):
            pass
    except (SyntaxError, ValueError, RecursionError):
        pass
`;

const python = env.PYTHON ?? 'python3';
const measured = (words) => runMeasured(words, { python, folder, environment: env });
const results = await runInTurn(
  {
    ours: () => measured([execPath, COMMAND, '--list-tasks', '--app-root', folder]),
    ast: () => measured([python, '-c', WALK, folder]),
  },
  { rounds: Number(rounds), warmUp: true, tell: (line) => console.error(line) },
);

for (const [name, { samples, failure }] of Object.entries(results)) {
  const seconds = median(samples.map((sample) => sample.seconds));
  const mebibytes = Math.max(...samples.map((sample) => sample.mebibytes));
  console.log(`${name.padEnd(5)} ${failure ?? `${seconds.toFixed(2)} s  ${mebibytes.toFixed(0)} MiB`}`);
}
const seconds = ({ samples }) => samples.map((sample) => sample.seconds);
const ratio = ratioOfPairs(seconds(results.ours), seconds(results.ast));
if (ratio !== undefined) {
  console.log(`ratio ${ratio.median.toFixed(3)} (${ratio.lowest.toFixed(3)} to ${ratio.highest.toFixed(3)})`);
}
