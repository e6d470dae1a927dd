import { describe, expect, it } from 'vitest';
import { maskText } from '../../lib/masking/mask-text.js';

function masked(text: string): string {
  return maskText(text).text;
}

describe('social security numbers', () => {
  it.each([
    ['457-55-5462', '<REDACTED:ssn>'],
    ['457 55 5462', '<REDACTED:ssn>'],
    ['457.55.5462.', '<REDACTED:ssn>.'],
    ['"Jane\\n457-55-5462\\n"', '"Jane\\n<REDACTED:ssn>\\n"'],
    ['Social Security Number (9 digits): 457555462', 'Social Security Number (9 digits): <REDACTED:ssn>'],
    ['457\u201155\u20115462', '<REDACTED:ssn>'],
    ['457–55–5462', '<REDACTED:ssn>'],
    ['457\u00a055\u00a05462', '<REDACTED:ssn>'],
    ['my ssn: 078051121', 'my ssn: <REDACTED:ssn>'],
    ['Social Security Number\n457555462', 'Social Security Number\n<REDACTED:ssn>'],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    '000-12-3456',
    '666-12-3456',
    '953-12-0750',
    '123-00-4567',
    '123-45-0000',
    '457-55 5462',
    '457–55-5462',
    'part no. 123-45-6780-53',
    '1-457-55-5462',
    'EIN 12-3456789',
    'value 457555462',
    'SSN required; routing number 021000021',
    'ssn: 000000000',
    '\\b\\d{3}-\\d{2}-\\d{4}\\b',
  ])('not in %s', (text) => {
    expect(masked(text)).toBe(text);
  });
});
