// What is measured, installed as its users have it, in .bench/; kept until what it is made from changes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const PEERS = fileURLToPath(new URL('peers', import.meta.url));
const YO = 'yo@7.0.1';

/** Everything that the bench makes stands here. */
export const FOLDER = path.join(CHECKOUT, '.bench');

const tarballs = new Map();

/**
 * Builds and packs a package of this checkout, once a run.
 *
 * @param {string} [folder] of the package; the generator itself
 * @returns {string} the path of the tarball
 */
export function packed(folder = CHECKOUT) {
  if (tarballs.has(folder)) return tarballs.get(folder);
  const destination = path.join(FOLDER, 'packed', path.basename(folder));
  rmSync(destination, { recursive: true, force: true });
  mkdirSync(destination, { recursive: true });
  npm(['pack', '--pack-destination', destination], folder);
  tarballs.set(folder, path.join(destination, readdirSync(destination)[0]));
  return tarballs.get(folder);
}

/** @returns {string} the folder in which the packed generator stands beside `yo`, and beside the empty generator */
export function besideYo() {
  const packages = [packed(), packed(path.join(PEERS, 'generator-empty'))];
  return installed('beside-yo', [YO, ...packages.map((file) => readFileSync(file))], (folder) => {
    writeFileSync(path.join(folder, 'package.json'), '{"private": true}\n');
    npm(['install', ...INSTALL_FLAGS, YO, ...packages], folder);
  });
}

/** @returns {string} the folder in which the peers that run on Node are installed, and the scripts that use them */
export function nodePeers() {
  return installed('peers', contentsOf(PEERS), (folder) => {
    cpSync(PEERS, folder, { recursive: true });
    npm(['install', ...INSTALL_FLAGS, '--install-links'], folder);
  });
}

/**
 * @param {string} python with which the virtual environment is made
 * @returns {string} the folder of the commands of the peers that are written in Python
 */
export function pythonPeers(python) {
  const requirements = path.join(PEERS, 'requirements.txt');
  const folder = installed('python', [python, readFileSync(requirements)], (environment) => {
    run(python, ['-m', 'venv', environment], FOLDER);
    run(path.join(environment, 'bin', 'python'), ['-m', 'pip', 'install', '-q', '-r', requirements], FOLDER);
  });
  return path.join(folder, 'bin');
}

/**
 * @param {string} python whose pip fetches them
 * @param {readonly string[]} packages with their versions; nothing that they depend on
 * @returns {string} the folder in which their sources stand
 */
export function pythonPackages(python, packages) {
  const name = path.join('sources', packages[0].replace('==', '-'));
  return installed(name, [python, ...packages], (folder) => {
    run(
      python,
      ['-m', 'pip', 'install', '-q', '--no-deps', '--no-compile', '--target', folder, ...packages],
      FOLDER,
    );
  });
}

/** The command of a package that npm installed in a folder. */
export function commandOf(folder, name) {
  return path.join(folder, 'node_modules', '.bin', name);
}

const INSTALL_FLAGS = ['--no-audit', '--no-fund', '--no-package-lock'];

function installed(name, ingredients, install) {
  const folder = path.join(FOLDER, name);
  const stamp = path.join(folder, 'ingredients.sha256');
  const hash = createHash('sha256').update(process.version);
  for (const ingredient of ingredients) hash.update(ingredient);
  const digest = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return folder;
  console.error(`installing ${path.relative(CHECKOUT, folder)} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  install(folder);
  writeFileSync(stamp, digest);
  return folder;
}

function contentsOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readFileSync(file));
}

function npm(words, folder) {
  run('npm', [...words, '--silent'], folder);
}

/** What it prints is shown only where it fails. */
function run(command, words, folder) {
  execFileSync(command, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}
