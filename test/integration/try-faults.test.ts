import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../lib/stand-in/faults.js';
import { folderWith, type Outcome } from './commands.js';
import { lineOf, notebook, runTry, script, trialOf } from './trials.js';

const NAMES = Object.keys(FAULTS);

/** Two records or more: every second request to the LLM suffers. */
const WITH_CLIENT = `
from openai import OpenAI

client = OpenAI()


def task(input_data, config):
    message = {"role": "user", "content": input_data["question"]}
    completion = client.chat.completions.create(model="small", messages=[message])
    return completion.choices[0].message.content
`;

describe.concurrent('on a bad day', () => {
  it.each([
    // It tries again by itself.
    {
      what: 'a client that tries again',
      task: WITH_CLIENT,
      lost: [] as string[],
      retried: ['429', '500', 'dropped'],
    },
    {
      what: 'a task that does not',
      task: undefined,
      lost: ['429', '500', 'dropped'],
      retried: [] as string[],
    },
  ])('$what is seen through every fault', async ({ task, lost, retried }) => {
    const folder = folderWith({ 'qa.py': script(task === undefined ? {} : { task }) });
    const run = await runTry('qa.py', {
      folder,
      python: 'newest',
      flags: ['--faults', '--answers', 'expected'],
    });
    const { faults, failures } = trialOf(run);
    expect(faults.map(({ fault }) => fault)).toEqual(NAMES);
    for (const fault of faults) {
      expect(fault, fault.fault).toMatchObject({
        description: FAULTS[fault.fault as keyof typeof FAULTS].description,
        records: 2,
        recordsLost: lost.includes(fault.fault) ? 1 : 0,
      });
      expect(fault.faults, fault.fault).toBeGreaterThan(0);
      expect(fault.problem, fault.fault).toBeUndefined();
      expect(run.stdout).toMatch(
        new RegExp(`^ {2}${fault.fault} +\\d+ +\\d+ +${fault.recordsLost} of 2 `, 'm'),
      );
    }
    // Uploads of results are tried again by the SDK, requests to the LLM by the client.
    for (const { fault, retries, faults: count } of faults) {
      if (retried.includes(fault)) expect(retries, fault).toBe(count);
    }
    // A bad day says nothing of the file's own worth.
    expect({ failures, status: run.status }).toEqual({ failures: [], status: 0 });
  });

  it('a file that cannot stand a fault is told of with what it said', async () => {
    const last = 'assert all(row["output"] for row in results["runs"][0].rows), "an empty answer"\n';
    const folder = folderWith({
      'qa.py': script({ run: '\n', last }).replace(/^LLMObs\.experiment\(.*$/m, 'results = $&.run()'),
    });
    const run = await runTry('qa.py', {
      folder,
      python: 'newest',
      flags: ['--faults', '--answers', 'expected'],
    });
    const problems = trialOf(run).faults.flatMap(({ fault, problem }) =>
      problem === undefined ? [] : [[fault, problem]],
    );
    expect(problems).toContainEqual(['empty', 'it ended with status 1: AssertionError: an empty answer']);
    expect(run.status).toBe(0);
  });
});

describe.concurrent('a file that hangs', () => {
  const sleeping = `
import time


def task(input_data, config):
    time.sleep(3600)
`;
  const stubborn = `
import signal
import subprocess

signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)


def task(input_data, config):
    subprocess.run(["sleep", "3600"])
`;
  const ended = (run: Outcome): string => /it was ended after (.*)/.exec(run.stderr)?.[1] ?? run.stderr;
  const flags = ['--timeout', '6'];

  it.each([
    ['in its task', sleeping, 'time.sleep(3600)', '(task) in 2 threads'],
    ['in a program that it waits for', stubborn, 'subprocess.run(', '(task), in '],
  ])('%s is ended, and where it was is told', async (_where, task, line, doing) => {
    const code = script({ task });
    const run = await runTry('qa.py', { folder: folderWith({ 'qa.py': code }), python: 'newest', flags });
    expect(ended(run)).toContain(`6 seconds: it was at line ${lineOf(code, line)} ${doing}`);
    expect(trialOf(run).passes).toHaveLength(1);
    expect(run.status).toBe(1);
  });

  it.each(['oldest', 'newest'] as const)('in a notebook is ended, on the %s SDK', async (python) => {
    const folder = folderWith({ 'qa.ipynb': notebook({ task: sleeping }) });
    const run = await runTry('qa.ipynb', { folder, python, flags });
    expect(ended(run)).toContain(
      `6 seconds: it was at code cell 3, line ${lineOf(sleeping.trim(), 'sleep(')} (task) in 2 threads`,
    );
    expect(run.status).toBe(1);
  });

  it('before its experiment is ended', async () => {
    const code = script({ first: 'import time\n\n\ndef wait():\n    time.sleep(3600)\n\n\nwait()\n' });
    const run = await runTry('qa.py', { folder: folderWith({ 'qa.py': code }), python: 'newest', flags });
    expect(run.stderr).toContain(
      'qa.py ran no experiment: it was ended after 6 seconds: it was at line 5 (wait)',
    );
    expect(run.stderr).toContain('Give it more time with --timeout <seconds>');
    expect(run.status).toBe(1);
  });

  it('after its experiment, in no line of its own, is ended', async () => {
    const last = 'import threading\n\nthreading.Thread(target=threading.Event().wait).start()\n';
    const folder = folderWith({ 'qa.py': script({ last }) });
    const run = await runTry('qa.py', { folder, python: 'newest', flags });
    expect(ended(run)).toMatch(/^6 seconds: it was at wait of threading\.py/);
    expect(trialOf(run)).toMatchObject({ passes: [{ recordsRun: 2 }] });
    expect(run.status).toBe(1);
  });
});

describe.concurrent('nothing is left of', () => {
  it.each([
    [
      'programs in the background',
      'import subprocess\nsubprocess.Popen(["sleep", "3600"])\nsubprocess.Popen(["sleep", "3600"], start_new_session=True)\n',
    ],
    [
      'a program that has left twice',
      'import subprocess\nsubprocess.run("(setsid sleep 3600 &) &", shell=True)\n',
    ],
    [
      'a Python in the background',
      'import subprocess, sys\nsubprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True)\n',
    ],
    [
      "a server of the file's own",
      'import http.server, threading\nserver = http.server.HTTPServer(("", 0), http.server.SimpleHTTPRequestHandler)\nthreading.Thread(target=server.serve_forever, daemon=True).start()\nimport urllib.request\nassert urllib.request.urlopen(f"http://localhost:{server.server_port}/").status == 200\n',
    ],
  ])('%s', async (_what, first) => {
    // runTry refuses what is left.
    const folder = folderWith({ 'qa.py': script({ first }), 'qa.ipynb': notebook({ first }) });
    for (const file of ['qa.py', 'qa.ipynb']) {
      const run = await runTry(file, { folder, python: 'newest', flags: ['--answers', 'expected'] });
      expect(run, run.everything).toMatchObject({ status: 0 });
    }
  });
});
