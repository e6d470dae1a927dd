import { describe, expect, it } from 'vitest';
import type { AnswerShape } from '../../lib/dataset/dataset-shape.js';
import type { EvaluationKind } from '../../lib/plan/purpose.js';
import { askMachinePython } from '../python/machine-python.js';
import { planOfShape, purposeOf, sectionCode } from './experiment-plan.js';

/** Runs the evaluators of section 5 against the least that the SDK hands them. */
const EVALUATE = `
from __future__ import annotations
import difflib, json, sys
from typing import Any, Dict

class EvaluatorResult:
    def __init__(self, value, reasoning=None, assessment=None):
        assert assessment in ("pass", "fail", "partial"), assessment
        assert isinstance(reasoning, str) and reasoning
        self.value, self.reasoning, self.assessment = value, reasoning, assessment

class EvaluatorContext:
    def __init__(self, **parts):
        self.__dict__.update(parts)

class BaseEvaluator:
    def __init__(self, name):
        self.name = name

def bare(result):
    return result.value if isinstance(result, EvaluatorResult) else result

answers = []
for code, records in json.load(sys.stdin):
    scope = dict(globals())
    exec(code, scope)
    answer = []
    for output_data, expected_output in records:
        parts = dict(input_data="q", output_data=output_data, expected_output=expected_output)
        if "ExactMatch" in scope:
            classes = [scope[name] for name in ("ExactMatch", "AnswerQuality", "NearMatch") if name in scope]
            results = {each().name: each().evaluate(EvaluatorContext(**parts)) for each in classes}
            assert all(isinstance(result, EvaluatorResult) for result in results.values())
        else:
            names = ("exact_match", "response_well_formed", "json_shape", "answer_quality", "near_match")
            results = {name: scope[name](**parts) for name in names if name in scope}
        scores = {name: bare(result) for name, result in results.items()}
        if "near_match" in results:
            scores["assessment"] = results["near_match"].assessment
        answer.append(scores)
    answers.append(answer)
json.dump(answers, sys.stdout)
`;

type Scores = Readonly<Record<string, boolean | number | string>>;

function evaluate(
  answer: AnswerShape,
  records: readonly (readonly [unknown, unknown])[],
  kind: EvaluationKind = 'accuracy',
) {
  const styles = ['function', 'class'] as const;
  const question = styles.map((evaluatorStyle) => [
    sectionCode(planOfShape({ answer }, { evaluatorStyle, purpose: purposeOf(kind) }), 5),
    records,
  ]);
  const [byFunction = [], byClass = []] = askMachinePython(EVALUATE, question) as Scores[][];
  return { byFunction, byClass };
}

const HOSTILE_COLUMN = `a'b"c\\ """ <%= 6*7 %> \${x} %s {y} $(id)\n# TODO(user) \u2028😀`;

/** Output, expected output, and whether they match. */
const MATCHES: readonly [AnswerShape, readonly (readonly [unknown, unknown, boolean])[]][] = [
  [
    { kind: 'text' },
    [
      ['Paris', 'Paris', true],
      ['paris', 'Paris', false],
      ['Paris, France', 'Paris', false],
      ['日本 😀', '日本 😀', true],
      ['', 'Paris', false],
      ['', null, false],
      [null, null, false],
      [null, 'Paris', false],
    ],
  ],
  [
    { kind: 'scalar' },
    [
      ['1', 1, true],
      [1, 1, true],
      ['1.5', 1.5, true],
      ['2', 1, false],
      ['true', true, true],
      [true, true, true],
      ['false', false, true],
      ['0', 0, true],
      ['Paris', 'Paris', true],
      ['日本', '日本', true],
      ['"Paris"', 'Paris', false],
      ['null', null, false],
      [null, null, false],
      ['', null, false],
    ],
  ],
  [
    { kind: 'structured', keys: ['a', 'b'] },
    [
      [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
      [{ a: 1, b: [3] }, { a: 1, b: [2] }, false],
      [{ a: 1 }, { a: 1, b: 2 }, false],
      [{ a: 1, b: 2, c: 3 }, { a: 1, b: 2 }, false],
      ['{"a": 1}', { a: 1 }, false],
      [{}, {}, true],
      [{}, null, false],
      [null, null, false],
    ],
  ],
  [
    { kind: 'structured' },
    [
      [[1, 'x'], [1, 'x'], true],
      [['x', 1], [1, 'x'], false],
      [[], null, false],
    ],
  ],
  [
    { kind: 'mixed' },
    [
      [{ a: 1 }, { a: 1 }, true],
      [[1], [1], true],
      ['1', 1, true],
      ['Paris', 'Paris', true],
      ['[1]', [1], false],
      [[1], '[1]', true],
      [{ a: 1 }, 'Paris', false],
      ['null', null, false],
      [null, null, false],
    ],
  ],
  [
    { kind: 'column', column: 'answer' },
    [
      ['Paris', { answer: 'Paris' }, true],
      ['paris', { answer: 'Paris' }, false],
      [5, { answer: '5' }, true],
      ['5', { answer: '5' }, true],
      ['5.0', { answer: '5' }, false],
      ['', { answer: '' }, false],
      [null, { answer: '' }, false],
    ],
  ],
  [
    { kind: 'column', column: HOSTILE_COLUMN },
    [
      ['Paris', { [HOSTILE_COLUMN]: 'Paris' }, true],
      ['Rome', { [HOSTILE_COLUMN]: 'Paris' }, false],
    ],
  ],
  [
    { kind: 'columns', columns: ['a', 'b'] },
    [
      [{ a: 'x', b: '1' }, { a: 'x', b: '1' }, true],
      [{ b: 1, a: 'x' }, { a: 'x', b: '1' }, true],
      [{ a: true, b: 1.5 }, { a: 'true', b: '1.5' }, true],
      [{ a: ['x'], b: null }, { a: '["x"]', b: 'null' }, true],
      [{ a: 'y', b: '1' }, { a: 'x', b: '1' }, false],
      [{ a: 'x' }, { a: 'x', b: '1' }, false],
      [{ a: 'x', b: '1', c: '2' }, { a: 'x', b: '1' }, false],
      [{ a: 'x', b: '' }, { a: 'x', b: '' }, true],
      [{ a: '', b: '' }, { a: '', b: '' }, false],
      [{}, { a: '', b: '' }, false],
      ['not JSON', { a: 'x', b: '1' }, false],
      [['x', '1'], { a: 'x', b: '1' }, false],
      [null, { a: 'x', b: '1' }, false],
    ],
  ],
  [
    { kind: 'none' },
    [
      ['Paris', null, false],
      [null, null, false],
      ['', {}, false],
      [{}, {}, false],
      ['Paris', 'Paris', true],
    ],
  ],
  [
    { kind: 'unknown' },
    [
      ['Paris', 'Paris', true],
      ['Rome', 'Paris', false],
      ['Paris', { answer: 'Paris' }, true],
      ['Rome', { answer: 'Paris' }, false],
      ['{"a": 1, "b": [2]}', { b: [2], a: 1 }, true],
      [{ a: 1 }, { a: 1 }, true],
      ['[1]', [1], true],
      ['{"answer": 1}', { answer: 1 }, true],
      ['1', 1, true],
      ['true', true, true],
      ['Paris', null, false],
      ['null', null, false],
      [null, null, false],
      ['', '', false],
      ['', { answer: '' }, false],
      [null, { answer: null }, false],
      [{}, {}, false],
    ],
  ],
];

describe.each(MATCHES)('with answers of %j', (shape, records) => {
  const { byFunction, byClass } = evaluate(
    shape,
    records.map(([output, expected]) => [output, expected]),
  );

  it.each(records.map(([output, expected, matches], index) => ({ output, expected, matches, index })))(
    'the output $output and the expected output $expected match: $matches',
    ({ matches, index }) => {
      // A bare bool, in Python too: 1 would be sent as a score.
      expect(byFunction[index]?.exact_match).toBe(matches);
      expect(byClass[index]?.exact_match).toBe(matches);
    },
  );

  it('the placeholder of a judge is content with every match, in both styles alike', () => {
    for (const [index, [, , matches]] of records.entries()) {
      if (matches) expect(byFunction[index]?.answer_quality).toBe(1);
      expect(byClass[index]?.answer_quality).toBe(byFunction[index]?.answer_quality);
    }
  });

  it('what matches is near, whatever is missing is not, and both styles say the same', () => {
    const near = evaluate(
      shape,
      records.map(([output, expected]) => [output, expected]),
      'regression',
    );
    for (const [index, [, expected, matches]] of records.entries()) {
      const scores = near.byFunction[index];
      if (matches) expect(scores).toMatchObject({ near_match: 1, assessment: 'pass' });
      if (expected === null) expect(scores).toMatchObject({ near_match: 0, assessment: 'fail' });
      expect(scores?.exact_match).toBe(matches);
      expect(near.byClass[index]).toEqual(scores);
    }
  });

  it('the shape is checked where there is one', () => {
    const structured = ['structured', 'mixed', 'columns'].includes(shape.kind);
    expect(byFunction.every((scores) => 'json_shape' in scores === structured)).toBe(true);
  });
});

it.each<[unknown, unknown, number]>([
  [{ a: 1, b: 2 }, { a: 3, b: 4 }, 1],
  [{ a: 1, c: 2 }, { a: 3, b: 4 }, 0.5],
  [{ c: 1 }, { a: 3, b: 4 }, 0],
  [{}, {}, 1],
  [[1], [2, 3], 1],
  [{ a: 1 }, [1], 0],
  ['text', { a: 1 }, 0],
  [null, { a: 1 }, 0],
  ['text', 'other', 1],
  ['text', 5, 1],
  [[1], 'text', 0],
])('the share of keys that %j has of %j is %d', (output, expected, share) => {
  const { byFunction } = evaluate({ kind: 'mixed' }, [[output, expected]]);
  expect(byFunction[0]?.json_shape).toBe(share);
});

it.each<[AnswerShape, unknown, boolean]>([
  [{ kind: 'text' }, 'Paris', true],
  [{ kind: 'text' }, ' \n', false],
  [{ kind: 'text' }, null, false],
  [{ kind: 'text' }, { a: 1 }, false],
  [{ kind: 'text' }, 'x'.repeat(4001), false],
  [{ kind: 'structured' }, { a: 1 }, true],
  [{ kind: 'structured' }, [1], true],
  [{ kind: 'structured' }, {}, false],
  [{ kind: 'structured' }, 'Paris', false],
  [{ kind: 'structured' }, null, false],
  [{ kind: 'mixed' }, { a: 1 }, true],
  [{ kind: 'mixed' }, 'Paris', true],
  [{ kind: 'mixed' }, '', false],
])('with answers of %j, the output %j is well formed: %j', (shape, output, wellFormed) => {
  const { byFunction } = evaluate(shape, [[output, null]]);
  expect(byFunction[0]?.response_well_formed).toBe(wellFormed);
});

describe('how near a text is', () => {
  const long = Array.from({ length: 900 }, (_, index) => `word${index % 97}`).join(' ');

  it.each([
    // Of twenty characters, so many in a row are the same.
    ['aaaaaaaaaaaaaaaaaaab', 'aaaaaaaaaaaaaaaaaaaa', 0.95, 'pass'],
    ['aaaaaaaaaaaaaaaaaabb', 'aaaaaaaaaaaaaaaaaaaa', 0.9, 'partial'],
    ['aaaaaaaaaaaaaabbbbbb', 'aaaaaaaaaaaaaaaaaaaa', 0.7, 'partial'],
    ['aaaaaaaaaaaaabbbbbbb', 'aaaaaaaaaaaaaaaaaaaa', 0.65, 'fail'],
    ['', 'a', 0, 'fail'],
    // Where every character is frequent, difflib's own heuristic would find nothing alike.
    [`c${'ab'.repeat(150)}`, 'ab'.repeat(150), 0.998, 'pass'],
    [`${long} and more`, long, 0.999, 'pass'],
    [long.toUpperCase(), long, 0, 'fail'],
  ])('%#', (output, expected, share, assessment) => {
    const { byFunction } = evaluate({ kind: 'text' }, [[output, expected]], 'regression');
    expect(byFunction[0]?.near_match).toBeCloseTo(share, 3);
    expect(byFunction[0]?.assessment).toBe(assessment);
  });
});
