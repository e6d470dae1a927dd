import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clearFileState } from 'mem-fs-editor/state';
import Generator, { type BaseFeatures, type BaseOptions } from 'yeoman-generator';
import type { ExperimentPlan } from '../../lib/plan/plan.js';
import { syntaxChecker, type SyntaxChecker } from '../../lib/python/syntax-check.js';
import { renderArtifact, type RenderedArtifact } from '../../lib/render/artifact.js';
import { helpText, usageText } from '../help.js';
import { wordsBehindName } from '../words-behind-name.js';
import { readCommandLine, readOptions, type RawOptions } from '../option-table.js';
import { OPTIONS, refuseOtherWords, refuseUselessTryFlags, type ComposeOptions } from './options.js';
import type { Answers } from './prompts.js';
import { conclude, configure, listTasks, place, prompt, type Host } from './steps.js';

type GeneratorOptions = BaseOptions & ComposeOptions;

/**
 * Writes one Python file that runs a Datadog LLM Observability experiment. Each phase takes one of the steps that the
 * package's own command takes as well.
 */
export default class LlmObsExperimentGenerator extends Generator<Record<string, unknown>, GeneratorOptions> {
  /** Lets another generator compose with the class alone: `composeWith({ Generator: … })`. */
  static readonly resolved = fileURLToPath(new URL('index.js', import.meta.url));

  readonly #given: RawOptions;
  #options: Answers = {};
  #checkSyntax!: SyntaxChecker;
  #plan!: ExperimentPlan;
  #rendered!: RenderedArtifact;
  #placed = false;

  constructor(words: string[], options: GeneratorOptions, features?: BaseFeatures) {
    super(words, options, { ...features, tasksMatchingPriority: true });
    // As they came: what Yeoman makes of them below has lost their types.
    this.#given = { ...options };
    for (const [name, option] of Object.entries(OPTIONS)) {
      this.option(name, {
        type: option.type === 'switch' ? Boolean : String,
        description: `${option.description} (default: ${option.default})`,
      });
    }
  }

  override usage(): string {
    return usageText();
  }

  override help(): string {
    return helpText(readFileSync(this.templatePath('../USAGE'), 'utf8'));
  }

  async initializing(): Promise<void> {
    const isRoot = this.env.rootGenerator() === this;
    // Yeoman would end with a word on package.json, which this generator never touches; one that composes with it
    // may have something to install.
    if (isRoot) this.setFeatures({ customInstallTask: true });
    const words = isRoot ? wordsBehindName(process.argv, 'app') : undefined;
    const raw = words === undefined ? this.#given : { ...this.#given, ...readWords(words) };
    if (raw.help === true) {
      // `yo` prints the help for --help, and knows nothing of -h.
      process.stdout.write(`${this.help()}\n`);
      this.cancelCancellableTasks();
      return;
    }
    this.#options = readOptions(OPTIONS, raw);
    refuseUselessTryFlags(this.#options);
    if (this.#options.listTasks === true) {
      process.stdout.write(`${await listTasks(this.#options, this.#host())}\n`);
      this.cancelCancellableTasks();
    }
  }

  async prompting(): Promise<void> {
    this.#options = await prompt(this.#options, this.#host());
  }

  async configuring(): Promise<void> {
    this.#checkSyntax = syntaxChecker();
    this.#plan = await configure(this.#options, this.#host());
  }

  writing(): void {
    this.#rendered = renderArtifact(this.#plan, this.templatePath());
    this.fs.write(this.#plan.output, this.#rendered.artifact.text);
  }

  /**
   * Yeoman writes a file in place, where a kill leaves half of it. So the conflict is settled here, before Yeoman
   * commits, and the file takes its place at once.
   */
  async conflicts(): Promise<void> {
    const file = this.env.sharedFs.get(this.#plan.output);
    clearFileState(file);
    // What Yeoman settled from the flags of the whole run, an outer generator's among them.
    const { force = false, dryRun = false } =
      (this.env as { conflicterOptions?: { force?: boolean; dryRun?: boolean } }).conflicterOptions ?? {};
    const placement = { force: this.#options.force ?? force, dryRun };
    this.#placed = await place(this.#plan, String(file.contents), this.#options, placement, this.#host());
  }

  async end(): Promise<void> {
    await conclude(this.#plan, this.#rendered, this.#placed, this.#checkSyntax, this.#host());
    if (this.#placed && this.#options.try === true) {
      const { tryAndReport } = await import('../try/steps.js');
      await tryAndReport(this.#plan.output, this.#options, {
        workingFolder: this.contextRoot,
        programs: this.templatePath('../../../lib/try/python'),
      });
    }
  }

  #host(): Host {
    const surroundings = { workingFolder: this.contextRoot, destinationFolder: this.destinationRoot() };
    return {
      surroundings,
      person: async () => {
        const { personAt } = await import('./person.js');
        return personAt(this.env.adapter, surroundings.workingFolder);
      },
      report: (status, shown) => {
        this.log[status](shown);
      },
      say: (line) => {
        this.log(line);
      },
    };
  }
}

/** What stands behind the generator's name, read. */
function readWords(words: readonly string[]): RawOptions {
  const { raw, others } = readCommandLine(OPTIONS, words);
  refuseOtherWords(others);
  return raw;
}
