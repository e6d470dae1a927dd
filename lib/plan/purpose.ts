import type { MaskedValue } from '../masking/masked-value.js';

export const DEFAULT_PURPOSE = 'Output accuracy / answer quality';

/** What an experiment is to show, as far as it decides on the evaluators. */
export type EvaluationKind = 'tool calls' | 'structured output' | 'retrieval' | 'regression' | 'accuracy';

interface Purpose {
  /** What the prompt offers, a purpose of this kind. */
  readonly startingPoint: string;
  /** The field's own words for it, in lower case; a phrase has one blank between its words. */
  readonly words: readonly string[];
}

/** In the order that decides between kinds of which a text names as many words: accuracy, which all want, comes last. */
export const PURPOSES: Readonly<Record<EvaluationKind, Purpose>> = {
  'tool calls': {
    startingPoint: 'Tool calls: the right tool with the right arguments',
    words: [
      ...['tool', 'tools', 'toolcall', 'toolcalls', 'mcp', 'trajectory', 'trajectories'],
      ...['function call', 'function calls', 'function calling'],
    ],
  },
  'structured output': {
    startingPoint: 'Structured output: valid JSON with the right content',
    words: [
      ...['structured', 'structure', 'json', 'jsonl', 'sql', 'xml', 'yaml', 'schema', 'schemas'],
      ...['pydantic', 'regex', 'extraction'],
    ],
  },
  retrieval: {
    startingPoint: 'Retrieval (RAG): answers grounded in what was retrieved',
    words: [
      ...['retrieval', 'retrieve', 'retrieved', 'retriever', 'rag', 'faithful', 'faithfulness'],
      ...['grounded', 'groundedness', 'grounding', 'citation', 'citations'],
      ...['hallucination', 'hallucinations', 'hallucinate', 'hallucinates'],
    ],
  },
  regression: {
    startingPoint: 'Regression: the same answers after a refactor',
    words: [
      ...['regression', 'regressions', 'refactor', 'refactored', 'refactoring', 'baseline', 'parity'],
      ...['migration', 'migrated', 'unchanged'],
    ],
  },
  accuracy: {
    startingPoint: DEFAULT_PURPOSE,
    words: ['accuracy', 'accurate', 'correct', 'correctness', 'factual', 'factuality', 'quality'],
  },
};

/** The user's words, fit to stand in the file, and what they decide. */
export interface ResolvedPurpose {
  /** On one line, masked. */
  readonly text: string;
  /** The text, as far as a tag holds it. */
  readonly tag: string;
  readonly kind: EvaluationKind;
  /** Whether it speaks of SQL and not of JSON. */
  readonly isSql: boolean;
  readonly warnings: readonly string[];
}

/**
 * Datadog cuts a tag, key and colon included, after so many characters, and turns what a tag cannot hold into
 * underscores: https://docs.datadoghq.com/getting_started/tagging/#define-tags. The SDK hands a tag over as it is.
 */
const LONGEST_TAG = 200;

/**
 * Finds what an experiment is to show. The words of the text, whole and whatever their case, are looked for in the
 * table above: the kind of which it names most words is taken, and the first in the table of those with as many.
 *
 * @param given the value of `--purpose`
 * @returns the accuracy set, with a warning, for a text that names none of them
 */
export async function resolvePurpose(given = DEFAULT_PURPOSE): Promise<ResolvedPurpose> {
  // A lone surrogate is in no text that anybody typed, and no file in UTF-8 holds it.
  const line = given
    .replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .trim();
  const { text, found } = await masked(line === '' ? DEFAULT_PURPOSE : line);
  const words = ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const names = (word: string): boolean => words.includes(` ${word} `);
  const hits = Object.entries(PURPOSES).map(([kind, purpose]) => ({
    kind: kind as EvaluationKind,
    count: purpose.words.filter(names).length,
  }));
  // Sorting keeps the order of those that are equal.
  const [best = { kind: 'accuracy' as const, count: 0 }] = hits.toSorted(
    (one, other) => other.count - one.count,
  );
  const isKnown = best.count > 0;
  const counts = [...new Set(found.map(({ kind }) => kind))].map(
    (kind) => `${found.filter((value) => value.kind === kind).length} × ${kind}`,
  );
  return {
    text,
    tag: asTag(text),
    kind: isKnown ? best.kind : 'accuracy',
    isSql: names('sql') && !names('json'),
    warnings: [
      ...(found.length === 0 ? [] : [`masked in --purpose: ${counts.join(', ')}`]),
      ...(isKnown
        ? []
        : [
            `--purpose names nothing that evaluators are picked by (${Object.keys(PURPOSES).join(', ')}): it gets those for accuracy`,
          ]),
    ],
  };
}

/** What masks is loaded only where there is something that somebody wrote. */
async function masked(text: string): Promise<{ text: string; found: readonly MaskedValue[] }> {
  if (text === DEFAULT_PURPOSE) return { text, found: [] };
  const { maskText } = await import('../masking/mask-text.js');
  return maskText(text);
}

/** Cut between two characters, never between the two halves of one. */
function asTag(text: string): string {
  const room = LONGEST_TAG - 'purpose:'.length;
  if (text.length <= room) return text;
  return `${text.slice(0, room - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
