// Bundles to dist/, with everything that a run may need: a user installs one package, and a run loads a few files in
// the place of two thousand. Each dynamic import of the sources becomes a file of its own, loaded when it is needed.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
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
  // For scripts/demo.mjs.
  'lib/stand-in/stand-in',
  // For bench.
  'lib/masking/mask-text',
];

/** The types of the package's exports: of the generator, and of its options. */
const TYPES = ['index', 'generator', 'options'].map((name) => `generators/app/${name}.d.ts`);

/** yeoman-generator reads its version from its package.json, which would be looked for beside the bundle. */
const generatorVersion = {
  name: 'generator-version',
  transform: {
    filter: { id: /\/yeoman-generator\/dist\/generator\.js$/ },
    handler(code, id) {
      const reading = "readFileSync(pathJoin(_dirname, '../package.json'), 'utf8')";
      if (!code.includes(reading)) throw new Error(`${id} reads its version in another way`);
      const { version } = JSON.parse(readFileSync(path.join(path.dirname(id), '../package.json'), 'utf8'));
      return code.replace(reading, JSON.stringify(JSON.stringify({ version })));
    },
  },
};

/** What is in the bundle asks for its licences to go with it. */
const licences = licensePlugin({
  match: /^(?:[\w-]+-)?(?:licen[sc]e|copying)/i,
  done(packages, context) {
    const source = packages
      .map((one) => `${one.name} ${one.version}\n\n${licenceText(one).trim()}\n`)
      .join(`\n${'-'.repeat(80)}\n\n`);
    context.emitFile({ type: 'asset', fileName: 'third-party-licenses.txt', source });
  },
});

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
  plugins: [generatorVersion, licences],
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

for (const file of ['generators/app/templates', 'generators/app/USAGE']) {
  cpSync(file, `dist/${file}`, { recursive: true });
}
chmodSync(`dist/${COMMAND}.js`, 0o755);
