import { assert, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { slugify } from '../../lib/project-name/slug.js';

it.each([
  ['My Support Bot', 'my-support-bot'],
  ['@acme/bot', 'acme-bot'],
  ['qa_v3.final', 'qa-v3-final'],
  ['a--b', 'a--b'],
  ['a - b', 'a---b'],
  ['--a--', 'a'],
  ['Crème Brûlée', 'cr-me-br-l-e'],
  ['日本語', ''],
  ['---', ''],
  ['', ''],
])('turns %j into %j', (text, slug) => {
  expect(slugify(text)).toBe(slug);
});

it('takes linear time on long runs of hyphens', () => {
  const name = `a${'-'.repeat(300_000)}b`;
  expect(slugify(name)).toBe(name);
});

it('gives a-z, 0-9 and inner hyphens, and leaves a slug as it is', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const slug = slugify(text);
      expect(slug).toMatch(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)?$/);
      expect(slugify(slug)).toBe(slug);
    }),
  );
});
