import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, emptyFolder, folderWith, ownCommand, runCommand } from './commands.js';
import { pythonExecutable } from './experiments.js';
import { notebook, notebookOf, runTry, script, trialOf } from './trials.js';

const NEWEST = pythonExecutable('newest');

describe.concurrent('finds', () => {
  const green = { flags: ['--answers', 'expected'] };

  it('the Python of the active environment, of the file, and of the folder', async () => {
    const folder = folderWith({ 'deep/qa.py': script(), 'qa.py': script() });
    const [oldest, newest] = [path.resolve(NEWEST, '../../../oldest'), path.resolve(NEWEST, '../..')];
    symlinkSync(oldest, path.join(folder, 'deep', '.venv'));
    symlinkSync(newest, path.join(folder, '.venv'));
    const used = async (file: string, environment: NodeJS.ProcessEnv = {}): Promise<string> =>
      trialOf(await runTry(file, { folder, environment, ...green })).sdk;
    expect(await used('deep/qa.py')).toBe('4.7.0');
    expect(await used('qa.py')).toBe('4.16.0');
    expect(await used('qa.py', { VIRTUAL_ENV: oldest })).toBe('4.7.0');
    expect(
      trialOf(await runTry('qa.py', { folder, flags: ['--python', 'deep/.venv', ...green.flags] })).sdk,
    ).toBe('4.7.0');
  });

  it('a file behind a link, in a folder with a blank, whose name has one', async () => {
    const folder = folderWith({ 'my experiments/my experiment.py': script() }, 'a folder of mine');
    symlinkSync(path.join('my experiments', 'my experiment.py'), path.join(folder, 'link.py'));
    for (const file of ['my experiments/my experiment.py', 'link.py']) {
      const run = await runTry(file, { folder, python: 'newest', ...green });
      expect(run.stdout).toContain(`Tried offline: ${file}\n`);
      expect(run.status).toBe(0);
    }
  });

  it('what the generator wrote, where no file is named', async () => {
    const folder = folderWith({ 'experiments/experiment.py': script() });
    const words = [...ownCommand(), 'try', '--python', NEWEST, '--answers', 'expected'];
    const { stdout, status } = await runCommand(words, { folder });
    expect(stdout).toContain('Tried offline: experiments/experiment.py\n');
    expect(status).toBe(0);
    const nothing = await runCommand(words, { folder: emptyFolder() });
    expect(nothing.stderr).toContain(
      'there is nothing to try: no experiments/experiment.py and no experiments/experiment.ipynb',
    );
    expect(nothing.status).toBe(1);
  });
});

describe.concurrent('bears with', () => {
  it.each([
    ['megabytes of output', { first: 'for _ in range(60_000):\n    print("y" * 100)\n' }],
    ['output that is no text', { first: 'import sys\n\nsys.stdout.buffer.write(bytes(range(256)) * 100)\n' }],
    ['a file that goes elsewhere', { first: 'import os\n\nos.chdir("/")\n' }],
    [
      'a port of its own',
      {
        first:
          'import socket\n\nserver = socket.create_server(("127.0.0.1", 0))\nsocket.create_connection(server.getsockname())\n',
      },
    ],
    [
      'records that stand twice',
      {
        dataset:
          'record = {"input_data": {"question": "The capital of France?"}, "expected_output": "Paris"}\ndataset = LLMObs.create_dataset(dataset_name="twice", description="", records=[record, record])\n',
      },
    ],
    ['several runs', { options: ', runs=2' }],
    [
      'a task that waits',
      {
        task: '\nimport asyncio\n\n\nasync def task(input_data, config):\n    return await asyncio.to_thread(ask, input_data["question"])\n\n\nasync def main():\n    await LLMObs.async_experiment(name="waiting", dataset=dataset, task=task, evaluators=evaluators).run(jobs=2)\n',
        run: '\n\nasyncio.run(main())\n',
      },
    ],
  ])('%s', async (_what, parts) => {
    const folder = folderWith({ 'qa.py': script(parts) });
    const run = await runTry('qa.py', { folder, python: 'newest' });
    expect(trialOf(run).evaluators).toMatchObject([{ verdict: 'tells them apart' }]);
    expect(
      trialOf(run).passes.map(({ records, recordsRun }) => records > 1 && records === recordsRun),
    ).toEqual([true, true]);
    expect(run.status).toBe(0);
  });

  it('a main block that starts processes', async () => {
    const code = script();
    const body = code.slice(code.indexOf('records =')).replaceAll(/^(?=.)/gm, '    ');
    const main = `${code.slice(0, code.indexOf('records ='))}
import multiprocessing


def square(number):
    return number * number


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(square, [2, 3]) == [4, 9]
${body}`;
    const run = await runTry('qa.py', { folder: folderWith({ 'qa.py': main }), python: 'newest' });
    expect(trialOf(run).evaluators).toMatchObject([{ verdict: 'tells them apart' }]);
    expect(run.status).toBe(0);
  });

  it.each([
    ['of two names', 'others', ['others: match', 'capitals: match']],
    ['of one name', 'capitals', ['capitals: match', 'capitals (2): match']],
  ])('two experiments %s', async (_what, name, evaluators) => {
    const other = `\nLLMObs.experiment(name="${name}", dataset=dataset, task=task, evaluators=[match]).run(jobs=2)\n`;
    const code = script().replace('\nLLMObs.experiment(', `${other}\nLLMObs.experiment(`);
    const trial = trialOf(await runTry('qa.py', { folder: folderWith({ 'qa.py': code }), python: 'newest' }));
    expect(trial.evaluators.map((one) => one.name)).toEqual(evaluators);
    expect(trial.evaluators.map(({ verdict }) => verdict)).toEqual(['tells them apart', 'tells them apart']);
    expect(trial.records).toHaveLength(4);
    expect(trial.failures).toEqual([]);
  });

  it.each([
    { python: 'oldest', magics: ['%time x = 1', '!touch executed', '%%bash'] },
    { python: 'newest', magics: [] },
  ] as const)('magics of a notebook, on the $python environment', async ({ python, magics }) => {
    const cells = [
      '%time x = 1\n!touch executed',
      '%%bash\ntouch executed',
      'total = (7\n    % 4)',
      'import asyncio\nawait asyncio.sleep(0)',
    ];
    const whole = JSON.parse(notebook()) as { cells: { source: string }[] };
    const folder = folderWith({
      'qa.ipynb': notebookOf([...cells, ...whole.cells.map(({ source }) => source)]),
    });
    const run = await runTry('qa.ipynb', { folder, python });
    expect(
      trialOf(run)
        .warnings.filter((warning) => warning.includes('not executed'))
        .map((warning) => warning.replace(/^code cell \d+: not executed without Jupyter: /, '')),
    ).toEqual(magics);
    expect(run.stdout.includes('Jupyter is not installed')).toBe(python === 'oldest');
    expect(Object.hasOwn(contentsOf(folder), 'executed')).toBe(python === 'newest');
    expect(trialOf(run).evaluators).toMatchObject([{ verdict: 'tells them apart' }]);
    expect(run.status).toBe(0);
  });
});

describe.concurrent('a dataset that is pulled', () => {
  const code = script({ dataset: 'dataset = LLMObs.pull_dataset("held")\n' });

  it('has three samples', async () => {
    const { records } = trialOf(
      await runTry('qa.py', { folder: folderWith({ 'qa.py': code }), python: 'newest' }),
    );
    expect(records).toHaveLength(3);
  });

  it('has the records that are handed in', async () => {
    const lines = ['Rome', 'Oslo', 'jane.doe@example.com', 'Lima'].map((expected_output, index) =>
      JSON.stringify({ input_data: { question: `Question ${index}` }, expected_output }),
    );
    const folder = folderWith({ 'qa.py': code, 'held.jsonl': lines.join('\n') });
    const run = await runTry('qa.py', { folder, python: 'newest', flags: ['--records', 'held.jsonl'] });
    const { records, evaluators } = trialOf(run);
    expect(records.map(({ expected }) => expected)).toEqual(['Rome', 'Oslo', '<REDACTED:email>', 'Lima']);
    expect(evaluators).toMatchObject([{ verdict: 'tells them apart' }]);
    expect(run.everything).not.toContain('jane.doe');
  });
});
