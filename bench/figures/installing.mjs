import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measuredInFreshFolder } from '../fresh-folder.mjs';
import { FOLDER, packed } from '../installations.mjs';
import { compared } from '../results.mjs';
import { runInTurn } from '../rounds.mjs';

const BEFORE = fileURLToPath(new URL('../peers/dependencies-before', import.meta.url));
const PEER = 'the dependencies before the bundle';

/**
 * What a first `npx` installs, into an empty cache, against what it would with the dependencies of before. The time
 * is that of one install each, and says as much about the network.
 *
 * @param {{python: string, tell: (line: string) => void}} bench
 * @returns {Promise<import('../results.mjs').Result[]>}
 */
export async function installingFigures({ python, tell }) {
  const cache = path.join(FOLDER, 'cold-cache');
  const installing = (tarball) => async () => {
    rmSync(cache, { recursive: true, force: true });
    const measured = await measuredInFreshFolder(
      [
        'npm',
        'exec',
        '--yes',
        '--silent',
        '--cache',
        cache,
        `--package=${tarball}`,
        '--',
        'node',
        '--version',
      ],
      { python, environment: process.env },
    );
    const sizes = installedSizes(path.join(cache, '_npx'));
    rmSync(cache, { recursive: true, force: true });
    return { ...measured, ...sizes };
  };
  const { ours, before } = await runInTurn(
    { ours: installing(packed()), before: installing(packed(BEFORE)) },
    { rounds: 1, warmUp: false, tell },
  );
  const name = 'cold npx, install included';
  return [
    compared(`${name}: packages`, PEER, ours, before, {
      value: ({ packages }) => packages,
      unit: '',
      atMost: 0.333,
    }),
    compared(`${name}: megabytes`, PEER, ours, before, {
      value: ({ bytes }) => bytes / 1e6,
      unit: 'MB',
      atMost: 0.333,
    }),
    compared(`${name}: time of one install`, PEER, ours, before),
  ];
}

/** npm keeps each installation in a folder of its own, and lists in it what it installed. */
function installedSizes(folder) {
  const [installation] = readdirSync(folder);
  const modules = path.join(folder, installation, 'node_modules');
  const { packages } = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8'));
  const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.reduce(
    (sum, { parentPath, name }) => sum + lstatSync(path.join(parentPath, name)).size,
    0,
  );
  return { packages: Object.keys(packages).length, bytes };
}
