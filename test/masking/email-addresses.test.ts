import { describe, expect, it } from 'vitest';
import { maskText } from '../../lib/masking/mask-text.js';

function masked(text: string): string {
  return maskText(text).text;
}

describe('email addresses', () => {
  it.each([
    ['mail jane.doe+news@mail.example.co.uk.', 'mail <REDACTED:email>.'],
    ['<root@example.com>', '<<REDACTED:email>>'],
    ['mailto:Info@Example.COM?subject=x', 'mailto:<REDACTED:email>?subject=x'],
    ["'o'neil@example.ie'", "'<REDACTED:email>'"],
    ['"john doe"@example.com', '<REDACTED:email>'],
    ['user=bob%40example.com&page=2', 'user=<REDACTED:email>&page=2'],
    ['?q=email%3Dbob%40example.com', '?q=email%3D<REDACTED:email>'],
    ['bob&#64;example.com', '<REDACTED:email>'],
    ['kim＠example．com', '<REDACTED:email>'],
    ['j\u200bane@exa\u200bmple.com', '<REDACTED:email>'],
    ['jane [at] example [dot] com', '<REDACTED:email>'],
    ['jane(at)example.org', '<REDACTED:email>'],
    ['jane [arobase] exemple [point] fr', '<REDACTED:email>'],
    ['ana arroba ejemplo punto com punto ar y listo', '<REDACTED:email> y listo'],
    ['írjon az info@pelda.hu-ra!', 'írjon az <REDACTED:email>-ra!'],
    ['jane at example dot org', '<REDACTED:email>'],
    ['jane at gmail.com', '<REDACTED:email>'],
    ['müller@bücher.example', '<REDACTED:email>'],
    ['иван@почта.рф', '<REDACTED:email>'],
    ['a@xn--d1acufc.xn--p1ai', '<REDACTED:email>'],
    ['連絡先はtaro@example.co.jpです', '連絡先は<REDACTED:email>です'],
    ['name@163.com', '<REDACTED:email>'],
    ['line\\njane@example.com', 'line\\n<REDACTED:email>'],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    'git@github.com:acme/widgets.git',
    'scp build.tgz deploy@prod.example.com:/srv/app/',
    'ssh -p 2222 admin@bastion.example.com',
    'ssh://git@github.com/acme/widgets',
    'https://john@wiki.example.com/page',
    'npm i vue@3.4.21 @types/node@^20.1.0 react@next',
    '<img src="icon@2x.png">',
    'unit@tty.service',
    'user@localhost and root@127.0.0.1',
    'media arroba de café',
    '<data-source kind="LOCAL" name="@acme.dev">',
    'hit["_score"] = result["@search.score"]',
    '"from app.main import app\\n\\n@pytest.fixture"',
    'look at the third point of it',
    'follow @jane_doe or @acme@mastodon.social',
    '@app.route("/x")',
    '[\\w.+-]+@[\\w-]+\\.[\\w.]+',
    'return a @ b.T',
    'loss = (x@self.weight).sum()',
    'java.lang.Object@1a2b3c4d',
    'look at github.com for details',
    'look at the dot in the middle',
  ])('not in %s', (text) => {
    expect(masked(text)).toBe(text);
  });
});
