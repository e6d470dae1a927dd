import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pythonCommands, syntaxChecker, type PythonCommand } from '../../lib/python/syntax-check.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syntax-check-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const MISSING = { status: 'skipped', reason: 'toolchain missing' };

function command(path: string): PythonCommand {
  return { command: path, leadingArguments: [] };
}

async function fakePython(name: string, script: string): Promise<PythonCommand> {
  const path = join(folder, name);
  await writeFile(path, script);
  await chmod(path, 0o755);
  return command(path);
}

describe('with the machine’s own Python', () => {
  it.each([
    ['a script', 'from __future__ import annotations\n\nx: int = 1\nprint(f"{x}")\n'],
    ['an empty script', ''],
    ['a warning of the compiler', 'x = "\\d"\nassert (x, "always")\n'],
    ['text outside ASCII', 'greeting = "日本語 😀 \u2028"\n'],
    ['a code that would fail', 'raise SystemExit(1)\n'],
    ['CRLF', 'if True:\r\n    x = 1\r\n'],
  ])('%s passes', async (_title, code) => {
    expect(await syntaxChecker()([{ code }])).toEqual({ status: 'pass' });
  });

  it.each([
    ['an open bracket', 'x = 1\ny = (\n', /^line 2: /],
    ['a wrong indentation', 'if True:\nx = 1\n', /^line 2: .*indent/],
    ['a return outside a function', 'x = 1\n\nreturn x\n', /^line 3: 'return' outside function$/],
    ['a late future import', 'x = 1\nfrom __future__ import annotations\n', /^line 2: from __future__/],
    ['a NUL', 'x = "\0"\n', /null byte/],
    ['a lone surrogate', 'x = "\ud800"\n', /surrogate/],
    ['an integer of too many digits', `x = ${'9'.repeat(5000)}\n`, /limit|digits/],
    ['nesting beyond the compiler', `x = ${'-'.repeat(50_000)}1\n`, /./],
  ])('%s fails', async (_title, code, details) => {
    expect(await syntaxChecker()([{ code }])).toEqual({
      status: 'fail',
      details: expect.stringMatching(details) as string,
    });
  });

  it('compiles each cell on its own, and names every broken one', async () => {
    const result = await syntaxChecker()([
      { cell: 2, code: 'from __future__ import annotations\nx = 1' },
      { cell: 4, code: 'def f():\n    return x +' },
      { cell: 6, code: 'from __future__ import annotations' },
      { cell: 8, code: ')' },
    ]);
    expect(result).toEqual({
      status: 'fail',
      details: expect.stringMatching(/^cell 4, line 2: .+\ncell 8, line 1: .+$/) as string,
    });
  });

  it('executes nothing and leaves nothing', async () => {
    const marker = join(folder, 'marker');
    const code = `open(${JSON.stringify(marker)}, "w")\n`;
    expect(await syntaxChecker()([{ code }])).toEqual({ status: 'pass' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('imports nothing of the working folder or the environment', async () => {
    const code = `open(${JSON.stringify(join(folder, 'marker'))}, "w").close()\nraise SystemExit(0)\n`;
    const modules = ['json.py', 'ast.py', 'codecs.py', 'sitecustomize.py', 'usercustomize.py', 'startup.py'];
    for (const module of modules) await writeFile(join(folder, module), code);
    vi.stubEnv('PYTHONPATH', folder);
    vi.stubEnv('PYTHONSTARTUP', join(folder, 'startup.py'));
    vi.stubEnv('PYTHONINSPECT', '1');
    const workingFolder = process.cwd();
    process.chdir(folder);
    try {
      expect(await syntaxChecker()([{ code: 'x = 1' }])).toEqual({ status: 'pass' });
      expect(await syntaxChecker()([{ code: 'x =' }])).toMatchObject({ status: 'fail' });
    } finally {
      process.chdir(workingFolder);
    }
    expect((await readdir(folder)).sort()).toEqual(modules.sort());
  });

  it('takes tens of megabytes', async () => {
    const code = `x = "${'a'.repeat(30_000_000)}"\n`;
    expect(await syntaxChecker()([{ code }])).toEqual({ status: 'pass' });
    expect(await syntaxChecker()([{ code: `${code})` }])).toEqual({
      status: 'fail',
      details: expect.stringMatching(/^line 2: /) as string,
    });
  });
});

describe.skipIf(process.platform === 'win32')('a command that is no usable Python', () => {
  const broken: [title: string, script: string][] = [
    ['ends with an error', '#!/bin/sh\nexit 127\n'],
    ['ends well and says nothing', '#!/bin/sh\nexit 0\n'],
    ['is another program', '#!/bin/sh\necho Python was not found\n'],
    ['never stops talking', '#!/bin/sh\nexec yes\n'],
    ['says less than a verdict', '#!/bin/sh\nprintf ready:\n'],
    ['gives a verdict and fails', '#!/bin/sh\nprintf "ready:[]"\nexit 1\n'],
    [
      'is too old',
      '#!/bin/sh\nexec python3 -c "import sys; sys.version_info = (3, 8); exec(sys.argv[-1])" "$@"\n',
    ],
    ['has no interpreter line', ''],
    ['has a missing interpreter', '#!/nowhere/python\n'],
  ];

  it.each(broken)('that %s is passed over', async (_title, script) => {
    const fake = await fakePython('python', script);
    expect(await syntaxChecker([fake])([{ code: 'x =' }])).toEqual(MISSING);
    expect(await syntaxChecker([fake, command('python3')])([{ code: 'x =' }])).toMatchObject({
      status: 'fail',
    });
  });

  it.each(broken)('that %s survives a huge script', async (_title, script) => {
    const fake = await fakePython('python', script);
    expect(await syntaxChecker([fake])([{ code: '#'.repeat(20_000_000) }])).toEqual(MISSING);
  });

  it.each([
    ['is missing', 'no-such-python'],
    ['is a folder', tmpdir()],
    ['lies behind a file', join(process.execPath, 'python')],
    ['has an impossible name', 'py\0thon'],
  ])('that %s is passed over', async (_title, path) => {
    expect(await syntaxChecker([command(path)])([{ code: 'x = 1' }])).toEqual(MISSING);
  });

  it('that hangs is given up, though its own child holds the pipes open', async () => {
    const fake = await fakePython('python', '#!/bin/sh\nsleep 30\ntrue\n');
    expect(await syntaxChecker([fake], 50)([{ code: 'x = 1' }])).toEqual(MISSING);
  });

  it('is not asked where an earlier one is usable', async () => {
    const fake = await fakePython('python', '#!/bin/sh\ntouch "$0.asked"\n');
    await syntaxChecker([command('python3'), fake])([{ code: 'x = 1' }]);
    expect(await readdir(folder)).toEqual(['python']);
  });
});

it('starts a Python with the arguments of its launcher', async () => {
  const launcher = { command: 'env', leadingArguments: ['python3'] };
  expect(await syntaxChecker([launcher])([{ code: 'x = 1' }])).toEqual({ status: 'pass' });
});

it('is skipped where there is no command', async () => {
  expect(await syntaxChecker([])([{ code: 'x =' }])).toEqual(MISSING);
});

it('looks for python3, python and, on Windows only, the py launcher', () => {
  const names = (platform: NodeJS.Platform) =>
    pythonCommands(platform).map(({ command, leadingArguments }) => [command, ...leadingArguments].join(' '));
  expect(names('linux')).toEqual(['python3', 'python']);
  expect(names('darwin')).toEqual(['python3', 'python']);
  expect(names('win32')).toEqual(['python3', 'python', 'py -3']);
});
