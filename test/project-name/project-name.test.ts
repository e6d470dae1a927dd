import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assert, asyncProperty, constantFrom, property, record, string, stringMatching } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nameInSetupPy } from '../../lib/project-name/setup-py.js';
import { resolveProjectName } from '../../lib/project-name/project-name.js';

/** Its own name would be the last resort: what no manifest decides becomes `experiment-fallback`. */
let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'project-name-')), 'Fallback');
  await mkdir(folder);
});

afterEach(async () => {
  await rm(dirname(folder), { recursive: true });
});

async function resolveWith(files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return resolveProjectName({ folder });
}

const FALLBACK = 'experiment-fallback';

describe('a name in a manifest', () => {
  it.each<[title: string, file: string, content: string, projectName: string]>([
    ['[project] name', 'pyproject.toml', '[project]\nname = "support-bot"', 'experiment-support-bot'],
    ['[tool.poetry] name', 'pyproject.toml', '[tool.poetry]\nname = "poet"', 'experiment-poet'],
    ['[project] first', 'pyproject.toml', '[tool.poetry]\nname="b"\n[project]\nname="a"', 'experiment-a'],
    [
      'an empty [project] name',
      'pyproject.toml',
      '[tool.poetry]\nname="b"\n[project]\nname=" "',
      'experiment-b',
    ],
    ['a dotted key', 'pyproject.toml', 'project.name = "dotted"', 'experiment-dotted'],
    ['a byte order mark', 'pyproject.toml', '\ufeff[project]\nname = "marked"', 'experiment-marked'],
    ['CRLF', 'pyproject.toml', '[project]\r\nname = "windows"\r\n', 'experiment-windows'],
    [
      'a 64-bit integer beside it',
      'pyproject.toml',
      'x = 9007199254740993\n[project]\nname="n"',
      'experiment-n',
    ],
    ['kept characters', 'pyproject.toml', '[project]\nname = "Acme_Bot.v2-x"', 'experiment-Acme_Bot.v2-x'],
    ['characters not kept', 'pyproject.toml', '[project]\nname = "Acme Bot (v2)"', 'experiment-acme-bot-v2'],
    ['spaces around', 'pyproject.toml', '[project]\nname = "  Bot  "', 'experiment-Bot'],
    ['the prefix', 'pyproject.toml', '[project]\nname = "experiment-bot"', 'experiment-bot'],
    ['the prefix, once slugified', 'pyproject.toml', '[project]\nname = "Experiment Bot"', 'experiment-bot'],
    ['the prefix alone', 'pyproject.toml', '[project]\nname = "experiment-"', 'experiment-experiment-'],

    ['name = value', 'setup.cfg', '[metadata]\nname = bot\n', 'experiment-bot'],
    ['name: value', 'setup.cfg', '[metadata]\nname: bot\n', 'experiment-bot'],
    ['name=value', 'setup.cfg', '[metadata]\nname=bot', 'experiment-bot'],
    ['an upper-case key', 'setup.cfg', '[metadata]\nNAME = bot\n', 'experiment-bot'],
    ['a byte order mark', 'setup.cfg', '\ufeff[metadata]\nname = bot\n', 'experiment-bot'],
    ['CRLF', 'setup.cfg', '[metadata]\r\nname = bot\r\nversion = 1\r\n', 'experiment-bot'],
    ['comments', 'setup.cfg', '# a\n; b\n[metadata]\n  # name = c\n;name = d\nname = bot', 'experiment-bot'],
    ['a second `=` or `:`', 'setup.cfg', '[metadata]\nurl: a=b\nname = bot:x\n', 'experiment-bot-x'],
    ['a value on the next line', 'setup.cfg', '[metadata]\nname =\n    bot\n', 'experiment-bot'],
    ['a comment within the value', 'setup.cfg', '[metadata]\nname =\n    # old\n    bot\n', 'experiment-bot'],
    [
      'a name in a continued value',
      'setup.cfg',
      '[metadata]\ndescription = first\n  name = wrong\n\n  # more\n  [options]\nname = right\n',
      'experiment-right',
    ],
    [
      'continued values before it',
      'setup.cfg',
      '[options]\ninstall_requires =\n    requests\n    ddtrace>=4.7\n[metadata]\nname = bot\n',
      'experiment-bot',
    ],
    ['indented keys', 'setup.cfg', '[metadata]\n  version = 1\n    .2\n  name = bot\n', 'experiment-bot'],
    ['a name in another section', 'setup.cfg', '[options]\nname = x\n', FALLBACK],
    ['an empty name', 'setup.cfg', '[metadata]\nname =\nversion = 1\n', FALLBACK],
    ['no metadata', 'setup.cfg', '[bdist_wheel]\nuniversal = 1\n', FALLBACK],
    [
      'a section named as a property',
      'setup.cfg',
      '[__proto__]\nmetadata = x\n[constructor]\na = b\n',
      FALLBACK,
    ],

    ['name="…"', 'setup.py', 'from setuptools import setup\nsetup(name="bot")', 'experiment-bot'],
    ["name='…'", 'setup.py', "setup(\n    version='1',\n    name='bot',\n)", 'experiment-bot'],
    ['spaces and a comment', 'setup.py', 'setup(name = # "x"\n  "bot")', 'experiment-bot'],
    ['setuptools.setup', 'setup.py', 'import setuptools\nsetuptools.setup(name="bot")', 'experiment-bot'],
    ['distutils.core.setup', 'setup.py', 'distutils.core.setup(name="bot")', 'experiment-bot'],
    ['triple quotes', 'setup.py', 'setup(name="""bot""")', 'experiment-bot'],
    ['a raw string', 'setup.py', 'setup(name=r"bo\\t")', 'experiment-bo-t'],
    ['a u-string', 'setup.py', "setup(name=u'bot')", 'experiment-bot'],
    ['escapes', 'setup.py', 'setup(name="\\x62\\157\\u0074\\U00000021\\\n\\\'")', 'experiment-bot'],
    ['adjacent literals', 'setup.py', 'setup(name="b" \'o\' r"""t""")', 'experiment-bot'],
    ['parentheses', 'setup.py', 'setup(name=(\n  "b"  # one\n  "ot"\n))', 'experiment-bot'],
    ['a branch', 'setup.py', 'if __name__ == "__main__":\n    setup(**x, name="bot")', 'experiment-bot'],
    ['a nested call before it', 'setup.py', 'setup(e=[Extension(name="x")], name="bot")', 'experiment-bot'],
    [
      'the first literal one',
      'setup.py',
      'setup(name=NAME)\nsetup(name="bot")\nsetup(name="c")',
      'experiment-bot',
    ],
    [
      'what the parser stumbles over',
      'setup.py',
      'x = 1.\ndef f():\n  yield\nsetup(name="bot")',
      'experiment-bot',
    ],
    ['only a nested call', 'setup.py', 'setup(ext_modules=[Extension(name="x")])', FALLBACK],
    ['another function', 'setup.py', 'configure(name="x")\nself.setup(name="y")', FALLBACK],
    ['a comment', 'setup.py', '# setup(name="x")\nsetup()', FALLBACK],
    ['a string', 'setup.py', '"""\nsetup(name="x")\n"""\nsetup()', FALLBACK],
    ['a definition', 'setup.py', 'def setup(name="x"):\n    pass', FALLBACK],
    ['a variable', 'setup.py', 'setup(name=NAME)', FALLBACK],
    ['an f-string', 'setup.py', 'setup(name=f"bot{x}")\nsetup(name="a" f"b")', FALLBACK],
    ['bytes', 'setup.py', 'setup(name=b"bot")\nsetup(name=Rb"bot")', FALLBACK],
    ['an expression', 'setup.py', 'setup(name="a" + "b")\nsetup(name="A".lower())', FALLBACK],
    ['a tuple', 'setup.py', 'setup(name=("a",))', FALLBACK],
    ['a named character', 'setup.py', 'setup(name="\\N{BULLET}bot")', FALLBACK],

    ['a plain name', 'package.json', '{"name": "bot"}', 'experiment-bot'],
    ['a scope', 'package.json', '{"name": "@acme/bot"}', 'experiment-acme-bot'],
    ['a byte order mark', 'package.json', '\ufeff{"name": "bot"}', 'experiment-bot'],
    ['no name', 'package.json', '{"private": true}', FALLBACK],
    ['an array', 'package.json', '["name"]', FALLBACK],
    ['an inherited name', 'package.json', '{"__proto__": {"name": "x"}}', FALLBACK],
    ['an empty name', 'package.json', '{"name": "  "}', FALLBACK],

    ['only other tables', 'pyproject.toml', '[tool.black]\nline-length = 88', FALLBACK],
    ['a dynamic name', 'pyproject.toml', '[project]\ndynamic = ["name"]', FALLBACK],
    ['a project that is no table', 'pyproject.toml', 'project = "x"\ntool = 1', FALLBACK],
    ['an empty file', 'pyproject.toml', '', FALLBACK],
    ['an empty file', 'setup.cfg', '', FALLBACK],
    ['an empty file', 'setup.py', '', FALLBACK],
  ])('%s in %s', async (_title, file, content, projectName) => {
    expect(await resolveWith({ [file]: content })).toMatchObject({
      projectName,
      resolved: true,
      warnings: [],
    });
  });

  it('is kept out of the next manifest down', async () => {
    const files = {
      'pyproject.toml': '[project]\nname = "first"',
      'setup.cfg': '[metadata]\nname = second',
      'setup.py': 'setup(name="third")',
      'package.json': '{"name": "fourth"}',
    };
    await resolveWith(files);
    for (const [file, name] of [
      ['pyproject.toml', 'first'],
      ['setup.cfg', 'second'],
      ['setup.py', 'third'],
      ['package.json', 'fourth'],
    ] as const) {
      expect((await resolveProjectName({ folder })).projectName).toBe(`experiment-${name}`);
      await rm(join(folder, file));
    }
    expect((await resolveProjectName({ folder })).projectName).toBe(FALLBACK);
  });
});

describe('a manifest that cannot be used', () => {
  const utf16 = Buffer.from('\ufeff[project]\nname = "x"', 'utf16le');

  it.each<[title: string, file: string, content: string | Uint8Array, reason: RegExp]>([
    ['broken', 'pyproject.toml', '[project]\nname = bot', /line 2: .*invalid value$/],
    ['with a name twice', 'pyproject.toml', '[project]\nname="a"\nname="b"', /line 3: /],
    ['with a number for a name', 'pyproject.toml', '[project]\nname = 3', /not a string/],
    ['with a table for a name', 'pyproject.toml', '[project.name]\na = 1', /not a string/],
    ['with a name of other letters', 'pyproject.toml', '[project]\nname = "日本語"', /no ASCII letter/],
    ['not UTF-8', 'pyproject.toml', Buffer.from('[project]\nname = "caf\xe9"', 'latin1'), /utf-8/],
    ['in UTF-16', 'pyproject.toml', utf16, /utf-8/],
    ['broken', 'setup.cfg', '[metadata]\nversion =\n  1\nnonsense\n', /line 4/],
    ['with an open section', 'setup.cfg', '[metadata\nname = bot\n', /line 1/],
    ['with attr:', 'setup.cfg', '[metadata]\nname = attr: pkg.__name__\n', /not a literal/],
    ['with file:', 'setup.cfg', '[metadata]\nname = file: NAME.txt\n', /not a literal/],
    ['with an interpolation', 'setup.cfg', '[metadata]\nbase = a\nname = %(base)s-bot\n', /not a literal/],
    ['broken', 'setup.py', 'import x\n\nsetup(name="bot"', /line 3: not valid Python/],
    ['with an open string', 'setup.py', 'setup(name="bot)\n', /line \d: not valid Python/],
    ['with an open docstring', 'setup.py', '"""\nsetup(name="bot")\n', /line \d: not valid Python/],
    ['that is not Python', 'setup.py', '{ this is: not python ]', /line 1: not valid Python/],
    ['broken', 'package.json', '{\n  "name": "bot",\n}', /line 3: /],
    ['empty', 'package.json', '', /line 1: /],
    ['with a number for a name', 'package.json', '{"name": 3}', /not a string/],
    ['nested beyond reason', 'package.json', '['.repeat(100_000), /./],
  ])('%s: %s', async (_title, file, content, reason) => {
    const { projectName, resolved, warnings } = await resolveWith({ [file]: content });
    expect({ projectName, resolved, count: warnings.length }).toEqual({
      projectName: FALLBACK,
      resolved: true,
      count: 1,
    });
    expect(warnings[0]).toContain(`from ${file}: `);
    expect(warnings[0]).toMatch(reason);
    expect(warnings[0]).not.toContain('\n');
  });

  it('lets the walk go on', async () => {
    expect(
      await resolveWith({ 'pyproject.toml': '[', 'setup.py': ')', 'package.json': '{"name": "bot"}' }),
    ).toMatchObject({
      projectName: 'experiment-bot',
      resolved: true,
      warnings: [expect.stringContaining('pyproject.toml'), expect.stringContaining('setup.py')],
    });
  });

  it('may hold a usable name in its second place', async () => {
    const { projectName, warnings } = await resolveWith({
      'pyproject.toml': '[project]\nname = 3\n[tool.poetry]\nname = "poet"',
    });
    expect(projectName).toBe('experiment-poet');
    expect(warnings).toHaveLength(1);
  });

  it('may be a folder', async () => {
    await mkdir(join(folder, 'pyproject.toml'));
    const { projectName, warnings } = await resolveProjectName({ folder });
    expect(projectName).toBe(FALLBACK);
    expect(warnings).toEqual([expect.stringContaining('pyproject.toml: it is not a file')]);
  });

  it.skipIf(process.platform === 'win32')('may be a named pipe, which nobody writes to', async () => {
    execFileSync('mkfifo', [join(folder, 'setup.cfg')]);
    const { warnings } = await resolveProjectName({ folder });
    expect(warnings).toEqual([expect.stringContaining('setup.cfg: it is not a file')]);
  });

  it.skipIf(process.platform === 'win32')(
    'may be a link to itself; a link to nothing is no manifest',
    async () => {
      await symlink('setup.py', join(folder, 'setup.py'));
      await symlink('nowhere', join(folder, 'package.json'));
      const { warnings } = await resolveProjectName({ folder });
      expect(warnings).toEqual([expect.stringMatching(/setup\.py: ELOOP/)]);
    },
  );
});

it.each<[file: string, content: string]>([
  ['pyproject.toml', `[project]\nname = "bot"\nx = [${'"abcdefgh",\n'.repeat(900_000)}]`],
  ['setup.cfg', `[metadata]\nkeywords =\n${'  abcdefgh\n'.repeat(900_000)}name = bot\n`],
  ['package.json', `{"name": "bot", "x": [${'"abcdefgh",\n'.repeat(900_000)}1]}`],
])('reads a %s of 10 MB', async (file, content) => {
  expect((await resolveWith({ [file]: content })).projectName).toBe('experiment-bot');
});

describe('the folder’s own name', () => {
  it.each([
    ['My Support Bot', 'experiment-my-support-bot'],
    ['experiment-x', 'experiment-x'],
    ['acme_bot.v2', 'experiment-acme-bot-v2'],
    ['-- bot --', 'experiment-bot'],
  ])('%j', async (name, projectName) => {
    expect(await resolveProjectName({ folder: join(folder, name) })).toMatchObject({
      projectName,
      warnings: [],
    });
  });

  it('may come from a relative path', async () => {
    expect(await resolveProjectName({ folder: 'some/Where' })).toMatchObject({
      projectName: 'experiment-where',
    });
  });

  it.each(['/', join(tmpdir(), '日本語'), join(tmpdir(), '...')])('%j resolves to nothing', async (path) => {
    expect(await resolveProjectName({ folder: path })).toEqual({
      projectName: 'experiment-sdk-default',
      service: 'sdk-default',
      resolved: false,
      warnings: [expect.stringContaining('--project-name')],
    });
  });
});

describe('the service', () => {
  it.each([
    ['support-bot', 'support-bot'],
    ['experiment-support-bot', 'support-bot'],
    ['experiment-experiment-x', 'experiment-x'],
    ['My Project', 'my-project'],
    ['experiment-My Project', 'my-project'],
    ['Acme_Bot.v2', 'Acme_Bot.v2'],
    ['experiment-', 'sdk-default'],
    ['日本語', 'sdk-default'],
    ['experiment-日本語', 'sdk-default'],
    [' "); import os #', 'import-os'],
  ])('of the given project %j is %j', async (given, service) => {
    await writeFile(join(folder, 'package.json'), '{ broken');
    expect(await resolveProjectName({ folder, given })).toEqual({
      projectName: given,
      service,
      resolved: true,
      warnings: [],
    });
  });

  it('of a found project is its name without the prefix', async () => {
    expect(await resolveWith({ 'package.json': '{"name": "experiment-bot"}' })).toMatchObject({
      service: 'bot',
    });
    expect(await resolveWith({ 'package.json': '{"name": "@acme/bot"}' })).toMatchObject({
      service: 'acme-bot',
    });
  });

  it.each(['', '  '])('is looked for where %j is given', async (given) => {
    expect(await resolveProjectName({ folder, given })).toMatchObject({ service: 'fallback' });
  });
});

it('finds a name that Datadog takes, and the same one when it is given', async () => {
  const manifest = record({
    file: constantFrom('pyproject.toml', 'setup.cfg', 'setup.py', 'package.json'),
    name: string({ unit: 'binary' }),
  });
  await assert(
    asyncProperty(manifest, async ({ file, name }) => {
      const literal = JSON.stringify(name);
      const content = {
        'pyproject.toml': `[project]\nname = ${literal}\n`,
        'setup.cfg': `[metadata]\nname = ${name}\n`,
        'setup.py': `setup(name=${literal})\n`,
        'package.json': `{"name": ${literal}}`,
      }[file];
      const found = await resolveWith({ [file]: content });
      await rm(join(folder, file));
      expect(found.resolved).toBe(true);
      expect(found.projectName).toMatch(/^experiment-[A-Za-z0-9._-]+$/);
      expect(found.service).toMatch(/^[A-Za-z0-9._-]+$/);
      expect(found.projectName).not.toMatch(/[\r\n]/);
      expect(await resolveProjectName({ folder, given: found.projectName })).toEqual({
        ...found,
        warnings: [],
      });
    }),
  );
});

it('reads any name that a setup.py spells, with escapes or without', () => {
  assert(
    property(string({ unit: 'binary' }), stringMatching(/^[uU]?$/), (name, prefix) => {
      const escapes = name.replaceAll(/[^]/gu, (character) => {
        return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
      });
      expect(nameInSetupPy(`setup(name=${prefix}"${escapes}")`)).toBe(name);
      const quoted = name.replaceAll(/[\\"\r\n]/g, (character) => JSON.stringify(character).slice(1, -1));
      expect(nameInSetupPy(`setup(name=${prefix}"${quoted}")`)).toBe(name);
    }),
  );
});
