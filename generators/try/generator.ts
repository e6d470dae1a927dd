import { readFileSync } from 'node:fs';
import Generator, { type BaseFeatures, type BaseOptions } from 'yeoman-generator';
import { tryHelpText, tryUsageText } from '../help.js';
import { readCommandLine, readOptions, type ComposeOptionsOf, type RawOptions } from '../option-table.js';
import { wordsBehindName } from '../words-behind-name.js';
import { TRY_OPTIONS, type TryOptions } from './options.js';

type GeneratorOptions = BaseOptions & ComposeOptionsOf<typeof TRY_OPTIONS>;

/** Runs an experiment offline, and tells which of its evaluators see a wrong answer. Writes nothing but its reports. */
export default class TryGenerator extends Generator<Record<string, unknown>, GeneratorOptions> {
  readonly #given: RawOptions;
  #words: readonly string[];
  #options: TryOptions = {};

  constructor(words: string[], options: GeneratorOptions, features?: BaseFeatures) {
    super(words, options, { ...features, tasksMatchingPriority: true });
    // As they came: what Yeoman makes of them below has lost their types.
    this.#given = { ...options };
    this.#words = words;
    for (const [name, option] of Object.entries(TRY_OPTIONS)) {
      this.option(name, {
        type: option.type === 'switch' ? Boolean : String,
        description: `${option.description} (default: ${option.default})`,
      });
    }
  }

  override usage(): string {
    return tryUsageText();
  }

  override help(): string {
    return tryHelpText(readFileSync(this.templatePath('../USAGE'), 'utf8'));
  }

  initializing(): void {
    const isRoot = this.env.rootGenerator() === this;
    // Yeoman would end with a word on package.json.
    if (isRoot) this.setFeatures({ customInstallTask: true });
    const words = isRoot ? wordsBehindName(process.argv, 'try') : undefined;
    const { raw, others } =
      words === undefined ? { raw: this.#given, others: this.#words } : readCommandLine(TRY_OPTIONS, words);
    if (raw.help === true) {
      // `yo` prints the help for --help, and knows nothing of -h.
      process.stdout.write(`${this.help()}\n`);
      this.cancelCancellableTasks();
      return;
    }
    this.#words = others;
    this.#options = readOptions(TRY_OPTIONS, raw);
  }

  /** Behind whatever another generator writes in the same run. */
  async end(): Promise<void> {
    const { fileToTry, tryAndReport } = await import('./steps.js');
    const workingFolder = this.contextRoot;
    const programs = this.templatePath('../../../lib/try/python');
    await tryAndReport(fileToTry(this.#words, workingFolder), this.#options, { workingFolder, programs });
  }
}
