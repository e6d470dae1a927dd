import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { API_KEY_FORMATS, SHORTEST_FORMAT } from '../../lib/masking/api-key-formats.js';
import { maskText } from '../../lib/masking/mask-text.js';

function masked(text: string): string {
  return maskText(text).text;
}

/** Characters that look drawn at random and are the same in every run; no real key stands in this file. */
function letters(length: number, alphabet = 'aK3fZ9qLx7Bv2TmR8nWc5YpJ4hGs6DdU'): string {
  let drawn = '';
  for (let state = 7; drawn.length < length; state = (state * 1103 + 12345) % 65536)
    drawn += alphabet.charAt((state >> 4) % alphabet.length);
  return drawn;
}

const hex = (length: number): string => letters(length, '0123456789abcdef');
const capitals = (length: number): string => letters(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
const UUID = `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;

const jsonWebToken = [
  Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url'),
  Buffer.from('{"sub":"1234","iat":1700000000}').toString('base64url'),
  letters(43),
].join('.');
const privateKey = `-----BEGIN RSA PRIVATE KEY-----\n${letters(64)}\n${letters(40)}\n-----END RSA PRIVATE KEY-----`;

describe('tokens of a format', () => {
  it.each([
    ['OpenAI', `sk-proj-${letters(60)}T3BlbkFJ${letters(60)}`],
    ['Anthropic', `sk-ant-api03-${letters(93)}AA`],
    ['Hugging Face', `hf_${letters(34)}`],
    ['Amazon', `AKIA${capitals(16)}`],
    ['Google', `AIza${letters(35)}`],
    ['Microsoft Entra', `a1B8Q~${letters(34)}`],
    ['DigitalOcean', `dop_v1_${hex(64)}`],
    ['GitHub', `ghp_${letters(36)}`],
    ['GitLab', `glpat-${letters(20)}`],
    ['npm', `npm_${letters(36)}`],
    ['Slack', `xoxb-123456789012-123456789012-${letters(24)}`],
    ['Stripe', `sk_live_${letters(24)}`],
    ['SendGrid', `SG.${letters(22)}.${letters(43)}`],
    ['Twilio', `SK${hex(32)}`],
    ['Telegram', `5689879098:AA${letters(33)}`],
    ['Mailchimp', `${hex(32)}-us14`],
    ['Databricks', `dapi${hex(32)}`],
    ['Vault', `hvs.${letters(95)}`],
    ['Terraform', `${letters(14)}.atlasv1.${letters(64)}`],
    ['JSON Web Token', jsonWebToken],
    ['private key', privateKey],
    ['Slack webhook', `https://hooks.slack.com/services/T${capitals(8)}/B${capitals(8)}/${letters(24)}`],
    ['Discord webhook', `https://discord.com/api/webhooks/123456789012345678/${letters(68)}`],
  ])('of %s, whatever stands around them', (_vendor, key) => {
    for (const [before, after] of [
      ['', ''],
      ['my key is ', '.'],
      ['key（', '）です'],
      ['<b>', '</b>'],
      ['"', '",'],
      ['x=', ' (revoked)'],
      ['?a=1%3D', ''],
    ] as const)
      expect(masked(before + key + after)).toBe(`${before}<REDACTED:api-key>${after}`);
  });

  it.each(API_KEY_FORMATS)(
    'of $vendor have a pattern without groups that capture and repetitions without a bound',
    ({ pattern }) => {
      const outsideClasses = new RegExp(pattern).source.replace(/\[[^\]]*\]/g, '').replace(/\\./g, '');
      expect(outsideClasses).not.toMatch(/[*+]|,\}/);
      expect(outsideClasses).not.toMatch(/\((?!\?)/);
    },
  );

  it.each(API_KEY_FORMATS.filter((format) => 'opens' in format))(
    'of $vendor begin as the table says, with enough characters of a token',
    ({ opens, pattern }) => {
      // Looks at what surrounds a token only narrow the pattern; the generator of strings knows none.
      const withoutLooks = pattern.replace(/\(\?[=!](?:\[[^\]]*\]|[^()])*\)/g, '');
      fc.assert(
        fc.property(fc.stringMatching(new RegExp(`^(?:${withoutLooks})$`)), (token) => {
          expect(opens.some((opening) => token.startsWith(opening))).toBe(true);
          expect(token.slice(0, SHORTEST_FORMAT)).toMatch(
            new RegExp(`^[\\w+/=.~:!@#%^*?$\\\\-]{${SHORTEST_FORMAT}}$`),
          );
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('values beside a name', () => {
  it.each([
    [`DD_API_KEY=${hex(32)}`, 'DD_API_KEY=<REDACTED:api-key>'],
    [
      `headers = {'DD-APPLICATION-KEY': '${hex(40)}'}`,
      "headers = {'DD-APPLICATION-KEY': '<REDACTED:api-key>'}",
    ],
    [`datadog app key: ${hex(40)}`, 'datadog app key: <REDACTED:api-key>'],
    [`var OktaApiToken string = "00${letters(40)}"`, 'var OktaApiToken string = "<REDACTED:api-key>"'],
    [`fastly_token := \`${letters(32)}\``, 'fastly_token := `<REDACTED:api-key>`'],
    [`ASANA_SECRET ?= ${letters(32)}`, 'ASANA_SECRET ?= <REDACTED:api-key>'],
    [`"oktaToken" => "${letters(42)}"`, '"oktaToken" => "<REDACTED:api-key>"'],
    [`<ApiToken>\n    ${letters(32)}\n</ApiToken>`, '<ApiToken>\n    <REDACTED:api-key>\n</ApiToken>'],
    [`<add key="ApiKey" value="${letters(32)}"/>`, '<add key="ApiKey" value="<REDACTED:api-key>"/>'],
    [`{"name":"API_SECRET","value":"${letters(32)}"}`, '{"name":"API_SECRET","value":"<REDACTED:api-key>"}'],
    [`os.environ["X_TOKEN"] = "${letters(24)}"`, 'os.environ["X_TOKEN"] = "<REDACTED:api-key>"'],
    [`tool --api-token ${letters(32)} run`, 'tool --api-token <REDACTED:api-key> run'],
    [`GET /v1?api_key=${hex(32)}&page=2`, 'GET /v1?api_key=<REDACTED:api-key>&page=2'],
    [`the api key is ${letters(32)}, ok`, 'the api key is <REDACTED:api-key>, ok'],
    [`密钥：${letters(32)}。`, '密钥：<REDACTED:api-key>。'],
    [`HEROKU_API_KEY=${UUID}`, 'HEROKU_API_KEY=<REDACTED:api-key>'],
    [`aws_secret_access_key = ${letters(36)}/+a1`, 'aws_secret_access_key = <REDACTED:api-key>'],
    ['password: "S3cure!Pass"', 'password: "<REDACTED:api-key>"'],
    [`AccountKey=${letters(86)}==;Suffix=x`, 'AccountKey=<REDACTED:api-key>;Suffix=x'],
    [`X-Api-Key: ${letters(40)}`, 'X-Api-Key: <REDACTED:api-key>'],
    [
      `let signingSecret = Data(base64Encoded: "${letters(32)}")!`,
      'let signingSecret = Data(base64Encoded: "<REDACTED:api-key>")!',
    ],
    [
      `const secret = Buffer.from('${letters(32)}', 'base64')`,
      "const secret = Buffer.from('<REDACTED:api-key>', 'base64')",
    ],
    [`"secret": "${hex(20)}"`, '"secret": "<REDACTED:api-key>"'],
    [`Вот ключ от API нашего склада: ${hex(40)}`, 'Вот ключ от API нашего склада: <REDACTED:api-key>'],
    [`der API-Key für die Kasse: ${hex(32)}`, 'der API-Key für die Kasse: <REDACTED:api-key>'],
    [`unser API-Schlüssel lautet ${hex(40)}.`, 'unser API-Schlüssel lautet <REDACTED:api-key>.'],
    [`la clé d'accès est ${letters(32)}`, "la clé d'accès est <REDACTED:api-key>"],
    [`anahtarımız: ${hex(32)}`, 'anahtarımız: <REDACTED:api-key>'],
    [`το κλειδί είναι ${hex(32)}`, 'το κλειδί είναι <REDACTED:api-key>'],
    [`المفتاح هو ${hex(32)}`, 'المفتاح هو <REDACTED:api-key>'],
    [`密钥（测试环境）是${hex(32)}`, '密钥（测试环境）是<REDACTED:api-key>'],
    [`API 키는 ${hex(32)} 입니다`, 'API 키는 <REDACTED:api-key> 입니다'],
    [`ключ — ${hex(32)}`, 'ключ — <REDACTED:api-key>'],
    [`el client secret del portal són ${letters(40)}`, 'el client secret del portal són <REDACTED:api-key>'],
    [`API key yetu mpya kabisa ni ${letters(32)}`, 'API key yetu mpya kabisa ni <REDACTED:api-key>'],
    [`use \`${hex(32)}\` as the new password`, 'use `<REDACTED:api-key>` as the new password'],
    [`${hex(32)} is our Datadog API key`, '<REDACTED:api-key> is our Datadog API key'],
    [`hmacSecret := []byte("${letters(40)}")`, 'hmacSecret := []byte("<REDACTED:api-key>")'],
    [`Config::new().api_secret("${hex(64)}")`, 'Config::new().api_secret("<REDACTED:api-key>")'],
    [
      `buildConfigField("String", "RAPIDAPI_KEY", "\\"${letters(50)}\\"")`,
      'buildConfigField("String", "RAPIDAPI_KEY", "\\"<REDACTED:api-key>\\"")',
    ],
    [`-define(SECRET, <<"${letters(40)}">>).`, '-define(SECRET, <<"<REDACTED:api-key>">>).'],
    [
      `<key>AppSecret</key>\n<string>${hex(64)}</string>`,
      '<key>AppSecret</key>\n<string><REDACTED:api-key></string>',
    ],
    [`api_token = ' ${letters(40)} '`, "api_token = ' <REDACTED:api-key> '"],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it.each([
    ['postgres://app:Xk29dkLw7@db/x', 'postgres://app:<REDACTED:api-key>@db/x'],
    ['"app:Xk29dkLw7@tcp(10.0.0.4:3306)/x"', '"app:<REDACTED:api-key>@tcp(10.0.0.4:3306)/x"'],
    [
      `new AuthenticationHeaderValue("Basic", "${Buffer.from('aladdin:opensesame').toString('base64')}")`,
      'new AuthenticationHeaderValue("Basic", "<REDACTED:api-key>")',
    ],
    [`https://${letters(40)}@git.example.com/x`, 'https://<REDACTED:api-key>@git.example.com/x'],
    [
      `Authorization: Basic ${Buffer.from('aladdin:opensesame').toString('base64')}`,
      'Authorization: Basic <REDACTED:api-key>',
    ],
    [`Authorization: Bearer ${letters(40)}`, 'Authorization: Bearer <REDACTED:api-key>'],
    ["curl -u 'jo:h0pk1ns21s' https://x.example", "curl -u '<REDACTED:api-key>' https://x.example"],
    [
      'kind: Secret\ndata:\n  password: UzNjcmV0UGFzczk5\n',
      'kind: Secret\ndata:\n  password: <REDACTED:api-key>\n',
    ],
  ])('%s', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

describe('words beside a value', () => {
  it.each([
    'TOKEN',
    'PassWord',
    'to\u212aen',
    'pa\u017f\u017fword',
    'токен',
    'ТОКЕН',
    'キー',
    'LÖSENORD',
    'mot de passe',
    'şifre',
    'ŞIFRE',
    'SCHLÜSSEL',
    'CLÉ',
    'Κλειδί',
    'KĽÚČ',
  ])('%s, in any case and at the end of any text', (word) => {
    expect(masked(`${word}: ${letters(32)}`)).toBe(`${word}: <REDACTED:api-key>`);
    expect(masked(`value 1 of ${word}`)).toBe(`value 1 of ${word}`);
  });
});

describe('no key', () => {
  it.each([
    'OPENAI_API_KEY=sk-...',
    'OPENAI_API_KEY=<your-api-key>',
    'api_key = "YOUR_API_KEY_1234567890"',
    `ghp_${'x'.repeat(36)}`,
    'AKIAIOSFODNN7EXAMPLE and wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'api_key=os.environ["OPENAI_API_KEY"]',
    'export DD_API_KEY=${DD_API_KEY}',
    'password: process.env.DB_PASSWORD_2',
    'token: ${{ secrets.GITHUB_TOKEN }}',
    'Authorization: Bearer $(gcloud auth print-access-token)',
    'postgres://user:password@localhost/db',
    `-----BEGIN PUBLIC KEY-----\n${letters(64)}\n-----END PUBLIC KEY-----`,
    `-----BEGIN CERTIFICATE-----\n${letters(64)}\n-----END CERTIFICATE-----`,
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letters(43)} jo@laptop`,
    `pk_live_${letters(24)}`,
    'async def test_live_embedding_matches_configured_dimension(): ...',
    'password = input("Password: ")',
    'password = os.getenv("NEO4J_PASSWORD")',
    '"auth.password": "Slaptažodis"',
    'Password Manager: 1Password',
    'from .oauth2 import OAuth2PasswordBearer as OAuth2PasswordBearer',
    'if (!currentPassword || !newPassword) return;',
    '"PasswordSalt": "String(10)"',
    'APP_PASSWORD=APP_PASSWORD:latest',
    'PASSWORD_REGEX = "^(?=.*[a-z])(?=.*[A-Z]).{8,}$"',
    'pip install google-auth-oauthlib google-auth-httplib2',
    `"authorship_tag": "ABX9Ty${letters(22)}"`,
    `"thoughtSignature": "${letters(90)}"`,
    'token: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..."',
    `data:image/png;base64,${letters(90)}/AP8A${letters(60)}`,
    `key: "pk_live_${hex(40)}"`,
    `fn::secret: ${letters(20)}..[Redacted]`,
    `clé publique : ${hex(40)}`,
    `the token has expired, session ${hex(32)}`,
    `API key lookup for hash ${hex(32)} failed`,
    `pass the result ${hex(32)} on`,
    `${hex(40)} is the commit of the API key rotation`,
    `auth failed on node ${hex(32)}`,
    `public_key = "${letters(43)}"`,
    `cache key ${hex(40)} (etag)`,
    `commit ${hex(40)}`,
    `md5 ${hex(32)}`,
    `trace_id=${hex(32)} request_id=${UUID}`,
    `sha256:${hex(64)}`,
    `integrity sha512-${letters(86)}==`,
    `ico-${hex(32)}.png`,
    'PublicKeyToken=b77a5c561934e089',
    'KEY_FILE=/etc/ssl/private/server1.key',
    'const tokenExpiry = Date.now() + 3600000;',
    'secret_name = projects/123456789012/secrets/db-pass-v2',
    'the token is invalid or has expired',
    'gpt-4o-2024-08-06, claude-3-5-sonnet-20241022',
    '{"alg":"HS256","typ":"JWT"}',
    'mongodb://<username>:<password>@localhost:27017/admin',
    'api_key = os.getenv("STRIPE_SECRET_KEY_V2")',
    'password = getpass("Database password: ")',
    'token = loadFrom("config/token-v2.json")',
    `token_hash = bytes.fromhex("${hex(40)}")`,
    'keys for the team: alice, bob and carol',
    'the key from line 12: undefined',
    `"key": "${hex(20)}"`,
  ])('in %s', (text) => {
    expect(masked(text)).toBe(text);
  });
});
