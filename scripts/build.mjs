// Bundles to dist/, with everything that a run may need: a user installs one package, and a run loads a few files in
// the place of two thousand. Each dynamic import of the sources becomes a file of its own, loaded when it is needed.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rolldown } from 'rolldown';
import { licensePlugin } from 'rolldown-license-plugin';

const require = createRequire(import.meta.url);
const LICENCES = require('spdx-license-list/full');

const COMMAND = 'bin/generator-llm-obs-experiment';

/** What is run or imported from outside; the rest is in dist/chunks. */
const ENTRIES = [
  COMMAND,
  // The name and place by which `yo` finds it.
  'generators/app/index',
  'generators/try/index',
  // Beside which its page stands.
  'lib/try/report/report',
];

/** The types of the package's exports: of the generator, and of its options. */
const TYPES = [
  ...['app', 'try'].flatMap((folder) =>
    ['index', 'generator', 'options'].map((name) => `generators/${folder}/${name}.d.ts`),
  ),
  'generators/option-table.d.ts',
];

const generatorManifest = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.resolve('yeoman-generator')), 'utf8'),
);

/** Two lines of yeoman-generator that are right in its own package alone: what they are, and what they become. */
const REPLACEMENTS = [
  // It would look for its package.json beside the bundle.
  [
    "readFileSync(pathJoin(_dirname, '../package.json'), 'utf8')",
    JSON.stringify(JSON.stringify({ version: generatorManifest.version })),
  ],
  // All of lodash, for generators that want it.
  ['_ = _;', ''],
];

/** What yeoman-generator imports for methods that this generator has no use for: to run npm, Git and other commands. */
const LEFT_OUT = {
  execa: ['execa', 'execaCommand', 'execaCommandSync', 'execaSync'],
  'latest-version': ['default'],
  'simple-git': ['CheckRepoActions', 'CleanOptions', 'simpleGit'],
};

/** Leaves out most of what yeoman-generator brings, which `yo` would load in every run. */
const lighterGenerator = {
  name: 'lighter-generator',
  resolveId(source) {
    return Object.hasOwn(LEFT_OUT, source) ? { id: `\0${source}` } : undefined;
  },
  load(id) {
    const names = LEFT_OUT[id.slice(1)];
    if (!id.startsWith('\0') || names === undefined) return undefined;
    const message = `${id.slice(1)} is not part of generator-llm-obs-experiment`;
    return `const leftOut = () => { throw new Error('${message}'); };
      export { ${names.map((name) => `leftOut as ${name}`).join(', ')} };`;
  },
  transform(code, id) {
    if (!id.endsWith('/yeoman-generator/dist/generator.js')) return undefined;
    return REPLACEMENTS.reduce((changed, [line, replacement]) => {
      if (!changed.includes(line)) throw new Error(`${id} has no ${line}`);
      return changed.replace(line, replacement);
    }, code);
  },
};

/** What is in the bundle asks for its licences to go with it. */
const licences = licensePlugin({
  match: /^(?:[\w-]+-)?(?:licen[sc]e|copying)/i,
  done(packages, context) {
    const source = [...packages, grammar()]
      .map((one) => `${one.name} ${one.version}\n\n${licenceText(one).trim()}\n`)
      .join(`\n${'-'.repeat(80)}\n\n`);
    context.emitFile({ type: 'asset', fileName: 'third-party-licenses.txt', source });
  },
});

/** The grammar of Python is copied, and not bundled: its licence goes along all the same. */
function grammar() {
  const { name, version, license } = require('tree-sitter-python/package.json');
  const licenseText = readFileSync(require.resolve('tree-sitter-python/LICENSE'), 'utf8');
  return { name, version, license, licenseText };
}

/** A package's own text; where it brings none, that of the licence that it names. */
function licenceText({ name, license, licenseText }) {
  if (licenseText !== '') return licenseText;
  const text = LICENCES[license]?.licenseText;
  if (text === undefined) throw new Error(`${name} brings no licence and names none: ${license}`);
  return text.replace('<year> <copyright holders>', `the authors of ${name}`);
}

/** A package's chunk has the package's name: so many are called `index`. */
function chunkFileNames({ name, moduleIds }) {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(moduleIds.at(-1));
  return `chunks/${inPackage?.[1].replace(/^@/, '').replace('/', '-') ?? name}.js`;
}

rmSync('dist', { recursive: true, force: true });

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `${entry}.ts`])),
  platform: 'node',
  plugins: [lighterGenerator, licences],
  onLog(level, log, handle) {
    // What Emscripten makes of a C library; it evaluates nothing but that library's own text.
    if (log.code !== 'EVAL' || !log.id?.includes('/web-tree-sitter/')) handle(level, log);
  },
});
await bundle.write({ dir: 'dist', entryFileNames: '[name].js', chunkFileNames });
await bundle.close();

const compiler = require.resolve('typescript/bin/tsc');
const types = 'dist/types';
execFileSync(process.execPath, [compiler, '--project', 'tsconfig.build.json', '--outDir', types], {
  stdio: 'inherit',
});
for (const file of TYPES) cpSync(`${types}/${file}`, `dist/${file}`);
rmSync(types, { recursive: true });

const PAGE = ['page.html.ejs', 'page.css', 'page.js'].map((name) => `lib/try/report/page/${name}`);
for (const file of [
  'generators/app/templates',
  'generators/app/USAGE',
  'generators/try/USAGE',
  'lib/try/python',
  ...PAGE,
]) {
  cpSync(file, `dist/${file}`, { recursive: true });
}
// Beside the chunk that loads them.
for (const name of ['web-tree-sitter', 'tree-sitter-python']) {
  cpSync(require.resolve(`${name}/${name}.wasm`), `dist/chunks/${name}.wasm`);
}
chmodSync(`dist/${COMMAND}.js`, 0o755);
