import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { measuredInFreshFolder } from '../fresh-folder.mjs';
import { besideYo, commandOf, FOLDER, nodePeers, pythonPeers } from '../installations.mjs';
import { compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const PROJECT = 'experiment-bench';
const WRITTEN = 'experiment.py';
const TEMPLATES = path.join(FOLDER, 'templates');

/**
 * Writing one file from nothing, by the own command and under `yo`, against peers that write a file of the same
 * text, and against a generator that writes none.
 *
 * @param {{python: string, rounds: number, tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function generatingFigures({ python, rounds, tell }) {
  const product = besideYo();
  const peers = nodePeers();
  const commands = pythonPeers(python);
  const flags = ['--skip-prompts', '--project-name', PROJECT, '--output', WRITTEN];
  const ownCommand = [commandOf(product, 'generator-llm-obs-experiment'), ...flags];
  const { seen: text } = await measuredInFreshFolder(ownCommand, {
    python,
    look: (folder) => readFileSync(path.join(folder, WRITTEN), 'utf8'),
  });
  writeTemplates(text);

  const writing = (words, environment, written = WRITTEN) => [
    words,
    { python, writes: [written], environment },
  ];
  const yo = (words, writes) => [
    [commandOf(product, 'yo'), ...words],
    { python, writes, notAsRoot: true, environment: { NODE_PATH: path.join(product, 'node_modules') } },
  ];
  const contenders = {
    own: writing(ownCommand),
    cookiecutter: writing(
      [path.join(commands, 'cookiecutter'), '--no-input', path.join(TEMPLATES, 'cookiecutter')],
      {},
      path.join(PROJECT, WRITTEN),
    ),
    copier: writing([
      ...[path.join(commands, 'copier'), 'copy', '--defaults', '--quiet'],
      ...[path.join(TEMPLATES, 'copier'), '.'],
    ]),
    hygen: writing([commandOf(peers, 'hygen'), 'experiment', 'new', '--project', PROJECT], {
      HYGEN_TMPLS: path.join(TEMPLATES, 'hygen'),
    }),
    plop: writing([
      ...[commandOf(peers, 'plop'), '--plopfile', path.join(peers, 'plopfile.mjs'), '--dest', '.'],
      ...['experiment', PROJECT],
    ]),
    'empty generator': [[process.execPath, path.join(peers, 'bare-runner.mjs')], { python }],
    'own under yo': yo(['llm-obs-experiment', ...flags], [WRITTEN]),
    'empty generator under yo': yo(['empty'], []),
  };
  const runs = await runInTurn(
    Object.fromEntries(
      Object.entries(contenders).map(([name, [words, options]]) => [
        name,
        () => measuredInFreshFolder(words, options),
      ]),
    ),
    { rounds, tell },
  );

  const own = (peer, contender, atMost) =>
    compared('own command, from nothing', peer, runs.own, runs[contender], { atMost });
  return [
    own('cookiecutter writing one file', 'cookiecutter', 1),
    own('copier writing one file', 'copier'),
    own('hygen writing one file', 'hygen'),
    own('plop writing one file', 'plop'),
    own('an empty generator under yeoman-environment', 'empty generator'),
    compared(
      'under yo, from nothing',
      'an empty generator under yo',
      runs['own under yo'],
      runs['empty generator under yo'],
      { atMost: 1.1 },
    ),
  ];
}

/** The file that we write, as a template of each peer's, with the project's name to be filled in. */
function writeTemplates(text) {
  const withMark = (mark) => text.replaceAll(PROJECT, mark);
  const files = {
    'cookiecutter/cookiecutter.json': JSON.stringify({ project: PROJECT }),
    [`cookiecutter/{{cookiecutter.project}}/${WRITTEN}`]: withMark('{{ cookiecutter.project }}'),
    'copier/copier.yml': `project:\n  type: str\n  default: ${PROJECT}\n`,
    [`copier/${WRITTEN}.jinja`]: withMark('{{ project }}'),
    [`hygen/experiment/new/${WRITTEN}.ejs.t`]: `---\nto: ${WRITTEN}\n---\n${withMark('<%= project %>')}`,
    'plop/experiment.hbs': withMark('{{ project }}'),
  };
  rmSync(TEMPLATES, { recursive: true, force: true });
  for (const [file, contents] of Object.entries(files)) {
    mkdirSync(path.join(TEMPLATES, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(TEMPLATES, file), contents);
  }
}
