import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { undoneAtTheEnd } from './clean-up.js';
import { lookAtFile, refuseUnfit } from './look-at-file.js';
import { packagesOf } from '../python/packages.js';
import { pythonCandidates } from './python.js';
import type { PreparedTrial, TrialRequest, TrialSurroundings } from './trial-request.js';
import type { Trial } from './trial.js';
import { readTriedFile, type TriedFile } from './tried-file.js';

/**
 * Runs the user's file, as it is, on the real SDK, against a stand-in for Datadog and for the LLM on this machine: once
 * with right answers, once with wrong ones.
 *
 * @throws UserError where it cannot be run, or runs no experiment
 */
export async function tryFile(request: TrialRequest, surroundings: TrialSurroundings): Promise<Trial> {
  const file = await readTriedFile(request.file, request.workingFolder);
  const temporaryFolder = mkdtempSync(path.join(os.tmpdir(), 'llm-obs-try-'));
  const removeIt = undoneAtTheEnd(() => {
    // What was ended by force may still be writing its last line.
    rmSync(temporaryFolder, { recursive: true, force: true, maxRetries: 3 });
  });
  try {
    // Python needs as long to look at the file as Node.js to load what comes then.
    const [found, { runTrial }] = await Promise.all([
      prepare(request, surroundings, file, temporaryFolder),
      import('./run-trial.js'),
    ]);
    return await runTrial({ request, surroundings, file, temporaryFolder, ...found });
  } finally {
    removeIt();
  }
}

/** Finds a Python that has what the file needs, or makes one. */
async function prepare(
  request: TrialRequest,
  surroundings: TrialSurroundings,
  file: TriedFile,
  temporaryFolder: string,
): Promise<Pick<PreparedTrial, 'python' | 'look'>> {
  const { environment, programs, progress } = surroundings;
  const run = {
    folder: request.workingFolder,
    environment,
    journalFolder: path.join(temporaryFolder, 'preparation'),
  };
  const program = path.join(programs, 'look_at_file.py');
  const candidates = pythonCandidates(request.python, {
    workingFolder: request.workingFolder,
    fileFolder: path.dirname(file.path),
    environment,
    platform: process.platform,
  });
  let found = await lookAtFile(candidates, program, file, run);
  if (request.install && found.look.fault === null && found.look.missing.length > 0) {
    // Without the packages that this Python happens to have.
    const bare = { ...found.python, leadingArguments: [...found.python.leadingArguments, '-S'] };
    const needed = (await lookAtFile([bare], program, file, run)).look.missing.map(({ module }) => module);
    const { cacheFolder, installPackages } = await import('./install-packages.js');
    const installed = await installPackages(
      found.python,
      packagesOf(['ddtrace', ...needed]),
      found.look.version,
      cacheFolder(environment, process.platform),
      run,
      (what, done) => {
        progress(`installing packages: ${what}`, Math.round(done * 100), 100);
      },
    );
    found = await lookAtFile([installed], program, file, run);
  }
  refuseUnfit(file, found.python, found.look);
  return found;
}
