import { describe, expect, it } from 'vitest';
import { structuredAnswer } from '../../lib/stand-in/structured-answer.js';

const answerForm = { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] };
const string = { type: 'string' };

describe('a structured answer', () => {
  it.each<[string, object, string, string]>([
    ['JSON with more than the schema', answerForm, '{"answer": "so", "x": 1}', '{"answer": "so"}'],
    ['JSON of the schema, as it came', answerForm, '{ "answer":"so" }', '{ "answer":"so" }'],
    ['text', answerForm, 'so', '{"answer":"so"}'],
    ['text that looks like a number', answerForm, '42', '{"answer":"42"}'],
    [
      'text, in the first string',
      { type: 'object', properties: { sure: { type: 'boolean' }, a: string, b: string } },
      'so',
      '{"sure":false,"a":"so","b":""}',
    ],
    ['a number', { type: 'object', properties: { value: { type: 'number' } } }, '4.5', '{"value":4.5}'],
    [
      'no integer',
      { type: 'object', properties: { value: { type: 'integer', minimum: 2 } } },
      '4.5',
      '{"value":2}',
    ],
    ['a boolean', { type: 'object', properties: { value: { type: 'boolean' } } }, 'True', '{"value":true}'],
    [
      'one of a list',
      { type: 'object', properties: { label: { enum: ['bad', 'good'] }, why: string } },
      'good',
      '{"label":"good","why":""}',
    ],
    [
      'none of a list',
      { type: 'object', properties: { label: { enum: ['bad', 'good'] }, why: string } },
      'so',
      '{"label":"bad","why":"so"}',
    ],
    [
      'an object within, by reference, as Pydantic writes it',
      {
        $defs: { Step: { type: 'object', properties: { text: string }, required: ['text'] } },
        type: 'object',
        properties: {
          id: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
          steps: { type: 'array', items: { $ref: '#/$defs/Step' } },
          first: { allOf: [{ $ref: '#/$defs/Step' }] },
        },
      },
      'so',
      '{"id":0,"steps":[{"text":"so"}],"first":{"text":""}}',
    ],
    [
      'an object whose wrong member is put right',
      { type: 'object', properties: { a: string, b: { type: 'integer' } }, required: ['a', 'b'] },
      '{"a": "x", "b": "many"}',
      '{"a":"x","b":0}',
    ],
    [
      "Gemini's capitals",
      { type: 'OBJECT', properties: { answer: { type: 'STRING' } }, required: ['answer'] },
      'so',
      '{"answer":"so"}',
    ],
    ['null where that may be', { type: ['string', 'null'] }, 'null', 'null'],
    ['anything where nothing is said', {}, '[1, 2]', '[1, 2]'],
    ['as many as there must be', { type: 'array', items: string, minItems: 2 }, 'so', '["so",""]'],
  ])('is %s', (_, schema, answer, expected) => {
    const text = structuredAnswer(schema, answer);
    expect(JSON.parse(text)).toEqual(JSON.parse(expected));
    if (answer === expected) expect(text).toBe(answer);
  });

  it('comes to an end where a schema refers to itself', () => {
    const node = {
      type: 'object',
      properties: { name: string, child: { $ref: '#' } },
      required: ['name', 'child'],
    };
    expect(JSON.parse(structuredAnswer(node, 'so'))).toMatchObject({ name: 'so', child: { name: '' } });
    expect(structuredAnswer({ $ref: '#' }, 'so')).toBe('null');
  });
});
