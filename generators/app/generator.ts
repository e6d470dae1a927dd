import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Conflicter } from '@yeoman/conflicter';
import { clearFileState } from 'mem-fs-editor/state';
import Generator, { type BaseFeatures, type BaseOptions } from 'yeoman-generator';
import { openBeside, type WaitingFile } from '../../lib/output/atomic-write.js';
import { placeFiles, type PlacementStatus } from '../../lib/output/place-files.js';
import type { ExperimentPlan } from '../../lib/plan/plan.js';
import { resolvePlan, type Surroundings } from '../../lib/plan/resolve-plan.js';
import { checkSyntax } from '../../lib/python/syntax-check.js';
import { renderArtifact, type Artifact } from '../../lib/render/artifact.js';
import type { Section } from '../../lib/render/sections.js';
import { summaryLines } from '../../lib/summary/summary.js';
import { asUserError, UserError } from '../../lib/user-error.js';
import {
  OPTIONS,
  readCommandLine,
  readOptions,
  type ComposeOptions,
  type ExperimentOptions,
  type RawOptions,
} from './options.js';
import { askForOptions } from './prompts.js';

const NAMESPACE = 'llm-obs-experiment';
const TEMPLATES = fileURLToPath(new URL('templates', import.meta.url));

/** A conflict in a larger file is asked about without its diff, for which both would have to be in memory. */
const LARGEST_DIFF = 1_000_000;

type GeneratorOptions = BaseOptions & ComposeOptions;

/**
 * Writes one Python file that runs a Datadog LLM Observability experiment. Each phase hands over to `lib`: options
 * become a plan, the plan becomes sections, the sections become the file.
 */
export default class LlmObsExperimentGenerator extends Generator<Record<string, unknown>, GeneratorOptions> {
  /** Lets another generator compose with the class alone: `composeWith({ Generator: … })`. */
  static readonly resolved = fileURLToPath(new URL('index.js', import.meta.url));

  readonly #given: RawOptions;
  #options: ExperimentOptions = {};
  #plan!: ExperimentPlan;
  #artifact!: Artifact;
  #sections!: readonly Section[];
  #placed = false;

  constructor(words: string[], options: GeneratorOptions, features?: BaseFeatures) {
    super(words, options, { ...features, tasksMatchingPriority: true });
    // As they came: what Yeoman makes of them below has lost their types.
    this.#given = { ...options };
    this.description = 'Generates a Datadog LLM Observability experiment in Python.';
    for (const [name, option] of Object.entries(OPTIONS)) {
      this.option(name, {
        type: option.type === 'switch' ? Boolean : String,
        description: `${option.description} (default: ${option.default})`,
      });
    }
  }

  override usage(): string {
    return `yo ${NAMESPACE} [options]\n  npx generator-${NAMESPACE} [options]\n\n${this.description}`;
  }

  initializing(): void {
    const isRoot = this.env.rootGenerator() === this;
    // Yeoman would end with a word on package.json, which this generator never touches; one that composes with it
    // may have something to install.
    if (isRoot) this.setFeatures({ customInstallTask: true });
    const words = isRoot ? wordsBehindName(process.argv) : undefined;
    const raw = words === undefined ? this.#given : { ...this.#given, ...readCommandLine(words) };
    if (raw.help === true) {
      // `yo` prints the help for --help, and knows nothing of -h.
      process.stdout.write(`${this.help()}\n`);
      this.cancelCancellableTasks();
      return;
    }
    this.#options = readOptions(raw);
  }

  async prompting(): Promise<void> {
    if (!this.#interactive()) return;
    this.#options = await askForOptions(this.#options, this.#surroundings(), async (question) => {
      const answers = await this.prompt<{ answer: unknown }>(
        question as unknown as Parameters<typeof this.prompt<{ answer: unknown }>>[0],
      );
      return answers.answer;
    });
  }

  async configuring(): Promise<void> {
    this.#plan = await resolvePlan(this.#options, this.#surroundings()).catch(throwAsUserError);
  }

  writing(): void {
    const { artifact, sections } = renderArtifact(this.#plan, TEMPLATES);
    this.#artifact = artifact;
    this.#sections = sections;
    this.fs.write(this.#plan.output, artifact.text);
  }

  /**
   * Yeoman writes a file in place, where a kill leaves half of it. So the conflict is settled here, before Yeoman
   * commits, and the file takes its place at once.
   */
  async conflicts(): Promise<void> {
    const { files, output } = this.#plan;
    const file = this.env.sharedFs.get(output);
    clearFileState(file);
    const beside = await openBeside(output);
    await beside.write(String(file.contents));
    // What Yeoman settled from the flags of the whole run, an outer generator's among them.
    const { force, dryRun } =
      (this.env as { conflicterOptions?: { force?: boolean; dryRun?: boolean } }).conflicterOptions ?? {};
    this.#placed = await placeFiles([...files, await beside.finish()], {
      force: this.#options.force ?? force ?? false,
      dryRun: dryRun ?? false,
      ask: this.#interactive() ? (waiting) => this.#askToOverwrite(waiting) : undefined,
      report: (status: PlacementStatus, destination) => {
        this.log[status](path.relative(this.#surroundings().workingFolder, destination));
      },
    }).catch(throwAsUserError);
  }

  async end(): Promise<void> {
    if (!this.#placed) {
      this.log('Nothing was written.');
      return;
    }
    const syntax = await checkSyntax(this.#artifact.codeUnits);
    const { workingFolder } = this.#surroundings();
    const lines = summaryLines({
      plan: this.#plan,
      artifact: this.#artifact,
      sections: this.#sections,
      syntax,
      workingFolder,
      colours: process.stdout.isTTY && process.env.NO_COLOR === undefined,
    });
    process.stdout.write(`${lines.join('\n')}\n`);
    if (syntax.status === 'fail') {
      throw new UserError(`the syntax check of ${this.#plan.output} failed`, syntax.details);
    }
  }

  /** Nothing is asked, and nothing waits, where nobody can answer. */
  #interactive(): boolean {
    return this.#options.skipPrompts !== true && process.stdin.isTTY;
  }

  #surroundings(): Surroundings {
    return { workingFolder: this.contextRoot, destinationFolder: this.destinationRoot() };
  }

  /** Yeoman's own question, with its diff. */
  async #askToOverwrite({ temporary, destination }: WaitingFile): Promise<boolean> {
    const shown = path.relative(this.#surroundings().workingFolder, destination);
    const { size } = await stat(temporary);
    if (size > LARGEST_DIFF) {
      const { overwrite } = await this.prompt<{ overwrite: boolean }>([
        { type: 'confirm', name: 'overwrite', message: `Overwrite ${shown}?`, default: false },
      ]);
      return overwrite;
    }
    const conflicter = new Conflicter(this.env.adapter, {
      cwd: this.#surroundings().workingFolder,
      // Only what makes sense for one file.
      customizeActions: (actions) =>
        actions.filter((action) => 'key' in action && ['y', 'n', 'd', 'x'].includes(action.key)),
    });
    const contents = await readFile(temporary);
    const file = { path: destination, contents } as Parameters<typeof conflicter.checkForCollision>[0];
    const settled = await conflicter.checkForCollision(file);
    return settled.conflicter === 'force';
  }
}

function throwAsUserError(error: unknown): never {
  throw asUserError(error);
}

/**
 * The words of the command line behind this generator's name, where `yo` was called with it.
 *
 * @param argv as in `process.argv`
 * @throws UserError for a word that ends in a comma: behind it `yo` looks for another generator, and fails in the end
 */
function wordsBehindName(argv: readonly string[]): readonly string[] | undefined {
  const index = argv.findIndex(
    (word, position) => position > 1 && [NAMESPACE, `${NAMESPACE}:app`].includes(word),
  );
  if (index < 0) return undefined;
  const words = argv.slice(index + 1);
  const ended = words.find((word) => word.endsWith(','));
  if (ended !== undefined) {
    throw new UserError(
      `yo takes the comma of ${JSON.stringify(ended)} for the end of the command`,
      `Take it off the end, or run npx generator-${NAMESPACE} with the same flags.`,
    );
  }
  return words;
}
