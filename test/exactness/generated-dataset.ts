import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { putInPlace } from '../../lib/output/atomic-write.js';
import { resolvePlan, type PlanRequest, type Surroundings } from '../../lib/plan/resolve-plan.js';
import { renderArtifact } from '../../lib/render/artifact.js';
import { asUserError, UserError } from '../../lib/user-error.js';
import { askMachinePython } from '../python/machine-python.js';

const TEMPLATES = fileURLToPath(new URL('../../generators/app/templates', import.meta.url));

const root = mkdtempSync(path.join(tmpdir(), 'exactness-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A dataset that was handed to the generator: the script that it gave, or why it was refused. */
export type Generation = Generated | Refused;

export interface Generated {
  /** Absolute path of the dataset. */
  readonly source: string;
  /** Absolute path of the generated script. */
  readonly script: string;
  readonly warnings: readonly string[];
  readonly refusal?: undefined;
}

export interface Refused {
  readonly source: string;
  readonly script?: undefined;
  /** What the user reads, its hint included. */
  readonly refusal: string;
  /** What stands in the dataset's folder, besides the dataset. */
  readonly left: readonly string[];
}

/**
 * Writes a dataset into a folder of its own, and generates its script there: from flags to files, as the command does.
 *
 * @param name the dataset's name
 * @param request the flags, besides `--dataset`
 * @param progress given the dataset's path before it is read, makes what is told how far it was read
 */
export async function generate(
  name: string,
  contents: string | Uint8Array,
  request: PlanRequest = {},
  progress?: (source: string) => Surroundings['progress'],
): Promise<Generation> {
  const folder = await realpath(await mkdtemp(path.join(root, 'case-')));
  const source = path.join(folder, name);
  await writeFile(source, contents);
  try {
    const told = progress?.(source);
    const plan = await resolvePlan(
      { projectName: 'exactness', output: 'generated.py', ...request, dataset: name },
      {
        workingFolder: folder,
        destinationFolder: folder,
        ...(told === undefined ? {} : { progress: told }),
      },
    );
    for (const file of plan.files) await putInPlace(file);
    await writeFile(plan.output, renderArtifact(plan, TEMPLATES).artifact.text);
    return { source, script: plan.output, warnings: plan.warnings };
  } catch (thrown) {
    const error = asUserError(thrown);
    if (!(error instanceof UserError)) throw error;
    const left = (await readdir(folder, { recursive: true })).filter((entry) => entry !== name);
    return { source, refusal: error.message, left };
  }
}

/**
 * Runs a generated script from its first line to the call that makes the dataset, on a stand-in for the SDK that takes
 * the records and goes no further. A CSV it reads as the SDK does: `open(path)` alone, and 10 MB a field at most.
 */
const RECORDS_OF = `
import csv, gzip, json, os, runpy, sys, types

class Taken(BaseException):
    pass

class Anything(types.ModuleType):
    def __getattr__(self, name):
        return lambda *arguments, **keywords: None

class LLMObs:
    @staticmethod
    def enable(**keywords):
        pass

    @staticmethod
    def create_dataset(*, records, **keywords):
        raise Taken(records)

    @staticmethod
    def create_dataset_from_csv(*, csv_path, csv_delimiter=",", **keywords):
        columns = {
            "input_data": keywords["input_data_columns"],
            "expected_output": keywords.get("expected_output_columns", []),
            "metadata": keywords.get("metadata_columns", []),
        }
        csv.field_size_limit(10 * 1024 * 1024)
        with open(csv_path) as file:
            assert file.readline().strip(), "the first line is blank"
            file.seek(0)
            raise Taken([
                {role: {name: row[name] for name in names} for role, names in columns.items()}
                for row in csv.DictReader(file, delimiter=csv_delimiter)
            ])

sdk = Anything("ddtrace.llmobs")
sdk.LLMObs = LLMObs
sys.modules.update({"ddtrace": Anything("ddtrace"), "ddtrace.llmobs": sdk})
sys.modules.update({name: Anything(name) for name in ("dotenv", "openai")})
os.environ.update(DD_API_KEY="any", DD_APPLICATION_KEY="any", OPENAI_API_KEY="any")

def records_of(script):
    try:
        runpy.run_path(script)
    except Taken as taken:
        return taken.args[0]
    raise AssertionError("the script made no dataset")
`;

/** A script that fails gives its error in the place of its rows. */
const READ_ROWS = `${RECORDS_OF}
def rows_of(script):
    try:
        return [[pair for part in record.values() for pair in part.items()] for record in records_of(script)]
    except Exception as error:
        return [[["error", repr(error)]]]

json.dump([rows_of(script) for script in json.load(sys.stdin)], sys.stdout)
`;

/** A CSV's row, by its columns' names. */
export type Row = ReadonlyMap<string, string>;

/** The rows that the SDK is handed by the script of each CSV, whatever the columns' roles. */
export function readRows(scripts: readonly string[]): readonly (readonly Row[])[] {
  const files = askMachinePython(READ_ROWS, scripts) as [name: string, text: string][][][];
  return files.map((rows) => rows.map((row) => new Map(row)));
}

/** A careful reader of JSON and of JSON Lines, beside the script. It gives a bare tag its key, as SPEC says. */
const READ_BESIDE_JSON = `${RECORDS_OF}
def records_in(source):
    opener = gzip.open if source.endswith(".gz") else open
    with opener(source, "rt", encoding="utf-8-sig", newline="") as file:
        if ".jsonl" in source:
            return [json.loads(line) for line in file.read().split("\\n") if line.strip()]
        return json.load(file)

def is_record(value):
    return (
        isinstance(value, dict) and "input_data" in value
        and isinstance(value.get("metadata"), (dict, type(None)))
        and isinstance(value.get("tags"), (list, type(None)))
        and all(isinstance(tag, str) for tag in value.get("tags") or [])
    )

def meant_by(source):
    try:
        records = records_in(source)
    except (ValueError, RecursionError):
        return None
    if not isinstance(records, list) or not records or not all(map(is_record, records)):
        return "no records"
    return repr([
        {
            "input_data": record["input_data"],
            "expected_output": record.get("expected_output"),
            "metadata": record.get("metadata") or {},
            "tags": [tag if ":" in tag else "tag:" + tag for tag in record.get("tags") or []],
        }
        for record in records
    ])

def read_by(script):
    # The order of a record's parts means nothing.
    parts = ("input_data", "expected_output", "metadata", "tags")
    try:
        return repr([{**{part: record[part] for part in parts}, **record} for record in records_of(script)])
    except Exception as error:
        return "failed: " + repr(error)

def answer(source, script):
    return meant_by(source), script and read_by(script)

json.dump([answer(*case) for case in json.load(sys.stdin)], sys.stdout)
`;

/** A JSON dataset's records as Python shows them, which tells 1 from 1.0 and -0.0 from 0.0; null where refused. */
export interface JsonReading {
  readonly generation: Generation;
  /** What Python's own `json` makes of the dataset; `no records` where it is JSON, and not an array of records. */
  readonly meant: string | null;
  /** What the SDK is handed by the script. */
  readonly read: string | null;
}

/** Reads JSON datasets twice: as Python's own `json` does, and as their scripts do. */
export function readBesideJson(generations: readonly Generation[]): readonly JsonReading[] {
  const cases = generations.map(({ source, script }) => [source, script ?? null]);
  const answers = askMachinePython(READ_BESIDE_JSON, cases) as [meant: string | null, read: string | null][];
  return generations.map((generation, index) => {
    const [meant = null, read = null] = answers[index] ?? [];
    return { generation, meant, read };
  });
}

/** Removes datasets and what was made of them, before the file's last test has run. */
export async function discard(generations: readonly Generation[]): Promise<void> {
  for (const { source } of generations) await rm(path.dirname(source), { recursive: true });
}
