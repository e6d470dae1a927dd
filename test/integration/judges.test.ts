import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startStandIn } from '../../lib/stand-in/stand-in.js';
import { onlyExperiment, runPython, sharedFolder, taskSpans, type PythonEnvironment } from './experiments.js';

const PROGRAM = fileURLToPath(new URL('../python/judge_experiment.py', import.meta.url));
const RECORDS = 3;

/** The judges that the libraries of an environment can ask. */
const JUDGES: readonly (readonly [PythonEnvironment, readonly string[]])[] = [
  ['oldest', ['openai', 'azure_openai']],
  ['newest', ['openai', 'azure_openai']],
  ['providers', ['anthropic', 'bedrock']],
];

/** By the kind of its structured output, what a judge says of right and of wrong answers. */
const VALUES = {
  boolean: { expected: true, wrong: false },
  score: { expected: 10, wrong: 1 },
  categories: { expected: 'right', wrong: 'wrong' },
};

const folder = sharedFolder();

describe.each(JUDGES)('with the SDK of "%s"', (environment, providers) => {
  it.each(['expected', 'wrong'] as const)('judges tell %s answers', async (answers) => {
    const standIn = await startStandIn({ answers });
    try {
      const outcome = await runPython(environment, [PROGRAM, ...providers], folder, standIn);
      expect(outcome.status, outcome.stderr).toBe(0);
      const experiment = onlyExperiment(standIn);
      const assessment = answers === 'expected' ? 'pass' : 'fail';
      for (const provider of providers) {
        for (const [kind, values] of Object.entries(VALUES)) {
          const metrics = experiment.metrics.filter(({ label }) => label === `${provider}_${kind}`);
          expect(metrics).toHaveLength(RECORDS);
          for (const metric of metrics) expect(metric).toMatchObject({ value: values[answers], assessment });
        }
      }
      const similar = experiment.metrics.filter(({ label }) => label === 'similarity');
      const texts = similar.slice(0, 2).map((metric) => metric.assessment);
      expect(texts).toEqual([assessment, assessment]);
      expect(standIn.judgeRequests).toHaveLength(providers.length * Object.keys(VALUES).length * RECORDS);

      // The LLM requests of a task are found by its trace.
      for (const task of taskSpans(experiment)) {
        const requests = experiment.spans.filter(
          (span) => span.kind === 'llm' && span.trace_id === task.trace_id,
        );
        expect(requests).toMatchObject([{ parent_id: task.span_id, meta: { input: {}, output: {} } }]);
        expect(task.duration).toBeGreaterThan(requests[0]?.duration ?? Infinity);
      }
    } finally {
      await standIn.close();
    }
  });
});
