import { docstringText } from '../python/literal.js';
import type { ExperimentPlan } from '../plan/plan.js';
import type { Artifact } from './artifact.js';
import type { Section } from './sections.js';

const BANNER_WIDTH = 80;

/** Joins the sections into one script: banners, one blank line between two sections, one line end at the end. */
export function renderScript(plan: ExperimentPlan, sections: readonly Section[]): Artifact {
  const docstring = [
    `"""LLM Observability experiment of ${docstringText(plan.service)}.`,
    '',
    ...wrapped(`Purpose: ${docstringText(plan.purpose.text)}`),
    '',
    'Runs every record of a dataset through task_fn, scores the answers with the evaluators,',
    'and reports both to Datadog: https://docs.datadoghq.com/llm_observability/experiments/',
    '"""',
  ].join('\n');
  const parts = [docstring];
  const positions = new Map<number, number>();
  let line = docstring.split('\n').length + 2;
  for (const section of sections) {
    const code = `${banner(section)}\n${section.code}`;
    positions.set(section.number, line + 1);
    line += code.split('\n').length + 1;
    parts.push(code);
  }
  const text = `${parts.join('\n\n')}\n`;
  return {
    text,
    size: { unit: 'Lines', count: text.split('\n').length - 1 },
    codeUnits: [{ code: text }],
    positionOf: (section) => {
      const start = positions.get(section.number) ?? 1;
      return `line ${start + callOffset(section)}`;
    },
  };
}

/** How many lines of a section's code stand before the call that the summary points at. */
function callOffset(section: Section): number {
  const offset = section.code.split('\n').findIndex((line) => line.startsWith(section.call));
  return Math.max(offset, 0);
}

function banner({ number, title }: Section): string {
  return `# ─── ${number}. ${title} `.padEnd(BANNER_WIDTH, '─');
}

/** The widest line of the docstring. */
const DOCSTRING_WIDTH = 100;

/** A text in lines; an escape is never torn, since a word that is too long takes a line of its own. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= DOCSTRING_WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
