import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  assertedEnvironment,
  childEnvironment,
  findSecrets,
  isSecret,
  redactor,
} from '../../lib/try/child-environment.js';

const home = mkdtempSync(path.join(tmpdir(), 'child-environment-'));
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

const project = path.join(home, 'project');
const nested = path.join(project, 'a', 'b');
mkdirSync(nested, { recursive: true });
mkdirSync(path.join(home, '.datadog'));
writeFileSync(path.join(project, '.env'), 'export STRIPE_KEY="from the file" # live\nPLAIN=1\n');
writeFileSync(path.join(home, '.datadog', 'credentials'), 'DD_API_KEY=from-credentials\n');

const settings = {
  guardFolder: '/package/guard',
  temporaryFolder: '/tmp/trial',
  file: '/project/experiment.py',
  allowedHosts: ['API.example.com', 'b'],
  seconds: 300,
  deadline: 1_800_000_000,
};

describe('a secret', () => {
  it.each([
    ['DD_API_KEY', 'abc'],
    ['OPENAI_API_KEY', 'sk-anything'],
    ['GITHUB_TOKEN', 'x'],
    ['DB_PASSWORD', 'hunter2'],
    ['db_pwd', 'hunter2'],
    ['SLACK_WEBHOOK_URL', 'https://hooks.example.com/services/a/b'],
    ['SENTRY_DSN', 'https://public@sentry.example.com/1'],
    ['DATABASE_URL', 'postgres://app:hunter2@db.example.com/app'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/home/me/key.json'],
    // By what it looks like alone.
    ['SOMETHING', ['AKIA', 'IOSFODNN7', 'EXAMPLQ'].join('')],
  ])('%s=%s', (name, value) => {
    expect(isSecret(name, value)).toBe(true);
  });

  it.each([
    ['PWD', '/home/me/project'],
    ['HOME', '/home/me'],
    ['DD_SITE', 'datadoghq.eu'],
    ['MAX_TOKENS', '4096'],
    ['USE_AUTH', 'true'],
    ['SSH_AUTH_SOCK', '/run/user/1000/keyring/ssh'],
    ['DATABASE_URL', 'postgres://localhost/app'],
    ['API_KEY', ''],
    ['MONKEY', 'banana'],
  ])('is not %s=%s', (name, value) => {
    expect(isSecret(name, value)).toBe(false);
  });

  it('is found in the .env that load_dotenv() would read, from the folders upward, and in the credentials', () => {
    expect(findSecrets({ MY_TOKEN: 'from the shell', LANG: 'C' }, [nested], [], home)).toEqual([
      { name: 'STRIPE_KEY', value: 'from the file' },
      { name: 'DD_API_KEY', value: 'from-credentials' },
      { name: 'MY_TOKEN', value: 'from the shell' },
    ]);
  });
});

it('a secret is found in a file that the program names, from either folder, and first of all', () => {
  mkdirSync(path.join(project, 'config'), { recursive: true });
  writeFileSync(path.join(project, 'config', 'staging.env'), 'NAMED_TOKEN=from the named file\n');
  const named = ['../../config/staging.env', 'utf-8', '~/.datadog/credentials', '', '.'];
  expect(findSecrets({}, [nested], named, home).map(({ name }) => name)).toEqual([
    'NAMED_TOKEN',
    'DD_API_KEY',
    'STRIPE_KEY',
  ]);
});

describe('the environment of what is tried', () => {
  const standIn = { DD_API_KEY: 'stand-in', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };

  it('has dummies for secrets, and a URL keeps its host', () => {
    const inherited = {
      PATH: '/bin',
      DD_API_KEY: 'real',
      MY_TOKEN: 'real',
      DATABASE_URL: 'postgres://app:real@localhost/app',
    };
    const environment = childEnvironment(
      inherited,
      standIn,
      findSecrets(inherited, [project], [], home),
      settings,
    );
    expect(environment).toMatchObject({
      PATH: '/bin',
      DD_API_KEY: 'stand-in',
      MY_TOKEN: 'stand-in',
      DATABASE_URL: 'postgres://app:stand-in@localhost/app',
      OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      // Not in the shell: without it, load_dotenv() would read the real one.
      STRIPE_KEY: 'stand-in',
    });
    expect(JSON.stringify(environment)).not.toContain('real');
  });

  it('leaves out what would lead around the stand-in', () => {
    const inherited = {
      https_proxy: 'http://proxy:3128',
      HTTP_PROXY: 'http://proxy:3128',
      ALL_PROXY: 'socks5://proxy',
      DD_AGENT_HOST: 'agent',
      DD_PROXY_HTTPS: 'http://proxy',
      AWS_PROFILE: 'production',
      OPENAI_CUSTOM_HEADERS: 'Authorization: real',
      PYTHONSTARTUP: 'x.py',
    };
    const environment = childEnvironment(inherited, standIn, [], settings);
    for (const name of Object.keys(inherited)) expect(environment).not.toHaveProperty(name);
  });

  it("puts the guard before the user's own modules", () => {
    const environment = childEnvironment({ PYTHONPATH: '/own' }, standIn, [], settings);
    expect(environment.PYTHONPATH).toBe(`/package/guard${path.delimiter}/own`);
    expect(environment.LLM_OBS_TRY_ALLOWED_HOSTS).toBe('api.example.com,b');
    expect(childEnvironment({}, standIn, [], settings).PYTHONPATH).toBe('/package/guard');
  });
});

describe('redacting', () => {
  it('takes out the longest first, and leaves alone what is too short to be told from other text', () => {
    const secrets = [
      { name: 'SHORT', value: 'abc' },
      { name: 'KEY', value: 'secret-1' },
      { name: 'LONGER_KEY', value: 'secret-1-and-more' },
    ];
    expect(redactor(secrets)('abc secret-1 secret-1-and-more')).toBe('abc <KEY> <LONGER_KEY>');
  });
});

it('what a file asserts gets a dummy where it is a key, and the origin where it is the address of an LLM', () => {
  const asserted = ['CLAUDE_KEY', 'AZURE_ENDPOINT', 'MY_OPENAI_BASE_URL', 'DATABASE_URL', 'MODE'];
  expect(assertedEnvironment(asserted, 'http://127.0.0.1:1')).toEqual({
    CLAUDE_KEY: 'stand-in',
    AZURE_ENDPOINT: 'http://127.0.0.1:1',
    MY_OPENAI_BASE_URL: 'http://127.0.0.1:1',
  });
});
