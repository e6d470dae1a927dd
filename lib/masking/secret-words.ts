/**
 * Sources of regular expressions for words that name a secret, alone or as part of an identifier. The first
 * three characters of each are literal, or it has but two: `TRIGGER_OPENINGS` rests on that.
 */
const SECRET_WORDS = [
  'api[_ -]?key',
  'keys?',
  'token',
  'secret',
  'passw(?:or)?d',
  'passphrase',
  'pwd',
  'pass',
  'credentials?',
  'creds',
  'auth(?:orization)?',
  'bearer',
  'login',
  'sas',
  'sig',
  'psk',
];

/** What a password is called elsewhere, and a passphrase. */
export const PASSWORDS_OF_OTHER_LANGUAGES = [
  'passwort',
  'kennwort',
  'contrase[nñ]a',
  'senha',
  'palavra-passe',
  'mot de passe',
  'wachtwoord',
  'losenord',
  'lösenord',
  'passord',
  'adgangskode',
  'salasana',
  'parol[aăe]',
  'has[lł]o',
  'heslo',
  'jelszó',
  'lozinka',
  'geslo',
  'sifre',
  'şifre',
  'mật khẩu',
  'kata sandi',
  'пароль',
  'парола',
  'лозинка',
  'סיסמה',
  'كلمة المرور',
  'पासवर्ड',
  'รหัสผ่าน',
  '密码',
  '密碼',
  '口令',
  'パスワード',
  '비밀번호',
  '암호',
] as const;

/** What a key, a token or a secret is called elsewhere. */
export const KEYS_OF_OTHER_LANGUAGES = [
  'schl(?:ü|ue)ssel',
  'clé',
  'jeton',
  'clave',
  'llave',
  'secreto',
  'chave',
  'segredo',
  'chiave',
  'segreto',
  'cheie',
  'sleutel',
  'nyckel',
  'nøkkel',
  'nøgle',
  'lykill',
  'avain',
  'võti',
  'atslēga',
  'raktas',
  'klucz',
  'klíč',
  'kľúč',
  'ključ',
  'kulcs',
  'anahtar',
  'kunci',
  'khóa',
  'токен',
  'ключ',
  'клуч',
  'кључ',
  'секрет',
  'κλειδί',
  'مفتاح',
  'توكن',
  'کلید',
  'מפתח',
  'გასაღებ',
  'բանալի',
  'çelës',
  'कुंजी',
  'टोकन',
  'คีย์',
  'โทเค็น',
  '密钥',
  '密鑰',
  '秘钥',
  '令牌',
  'トークン',
  'シークレット',
  'キー',
  'api[_ -]?키',
  '인증키',
  '비밀키',
  '시크릿',
  '토큰',
] as const;

/**
 * Vendors whose tokens are bare letters and digits, or a UUID: only a name beside such a value says what it is.
 * Source: gitleaks, config/gitleaks.toml; detect-secrets, README, "Plugins"; the vendors' own documentation.
 */
const VENDORS = [
  'adafruit',
  'adobe',
  'airtable',
  'algolia',
  'alibaba',
  'aliyun',
  'amplitude',
  'appveyor',
  'artifactory',
  'asana',
  'atlassian',
  'auth0',
  'azure',
  'beamer',
  'bintray',
  'bitbucket',
  'bitly',
  'bittrex',
  'bluemix',
  'bugsnag',
  'buildkite',
  'circleci',
  'cloudant',
  'cloudflare',
  'cloudinary',
  'codecov',
  'cohere',
  'coinbase',
  'confluence',
  'confluent',
  'contentful',
  'coveralls',
  'datadog',
  'deepgram',
  'deepl',
  'discord',
  'droneci',
  'dropbox',
  'dynatrace',
  'elevenlabs',
  'etsy',
  'facebook',
  'fastly',
  'finicity',
  'finnhub',
  'flickr',
  'freshbooks',
  'freshdesk',
  'giphy',
  'gitter',
  'grafana',
  'helpscout',
  'heroku',
  'honeybadger',
  'hubspot',
  'ibm',
  'instagram',
  'intercom',
  'jfrog',
  'jira',
  'kraken',
  'kucoin',
  'launchdarkly',
  'linked[_-]?in',
  'linode',
  'looker',
  'mailchimp',
  'mailgun',
  'mailjet',
  'mapbox',
  'mattermost',
  'meraki',
  'message[_-]?bird',
  'mistral',
  'mixpanel',
  'netlify',
  'new[_-]?relic',
  'nytimes',
  'okta',
  'onelogin',
  'openweather',
  'opsgenie',
  'pagerduty',
  'paypal',
  'pinecone',
  'pingdom',
  'plaid',
  'private[_-]?ai',
  'pusher',
  'rapidapi',
  'rollbar',
  'scaleway',
  'segment',
  'sendbird',
  'sentry',
  'shodan',
  'snyk',
  'softlayer',
  'sonar',
  'sourcegraph',
  'splunk',
  'spotify',
  'squarespace',
  'sumo',
  'terraform',
  'travis',
  'trello',
  'tumblr',
  'twilio',
  'twitch',
  'twitter',
  'typeform',
  'unsplash',
  'vultr',
  'wakatime',
  'wandb',
  'weatherstack',
  'yelp',
  'youtube',
  'zendesk',
  'zoom',
];

/** Source of an expression for a vendor's name. */
export const VENDOR = VENDORS.join('|');

/** Sources of expressions for the words that may make the value beside them a secret. */
export const TRIGGER_WORDS: readonly string[] = [
  ...SECRET_WORDS,
  ...PASSWORDS_OF_OTHER_LANGUAGES,
  ...KEYS_OF_OTHER_LANGUAGES,
  ...VENDORS,
];

const ANY_LOWEST_BITS = Array.from({ length: 32 }, (_, bits) => bits);

/** By the lowest five bits of the first character; behind those, the one of all words. */
const triggers: RegExp[] = [];

/**
 * Where a trigger ends that begins at a position; the position itself where none does. One expression of all words
 * would try two hundred of them.
 */
export function triggerEnd(text: string, position: number): number {
  const code = text.charCodeAt(position);
  const isFolded = code > 0x7f && OTHER_CASE_FOLDINGS.test(text.charAt(position));
  const index = isFolded ? ANY_LOWEST_BITS.length : code & 31;
  const trigger = (triggers[index] ??= triggerBeginningWith(index));
  trigger.lastIndex = position;
  return trigger.test(text) ? trigger.lastIndex : position;
}

function triggerBeginningWith(lowestBits: number): RegExp {
  const isAny = lowestBits === ANY_LOWEST_BITS.length;
  const words = TRIGGER_WORDS.filter((word) => isAny || lowestBitsOf(word.charAt(0)).includes(lowestBits));
  return new RegExp(words.length === 0 ? '(?!)' : words.join('|'), 'iuy');
}

/**
 * Which three characters a trigger may begin with, in any case but those of `OTHER_CASE_FOLDINGS`: 1 at their number,
 * which is made of the lowest five bits of each.
 */
export const TRIGGER_OPENINGS = new Uint8Array(1 << 15);
for (const [first = '', second = '', third] of TRIGGER_WORDS.map((word) => word.slice(0, 3)))
  for (const one of lowestBitsOf(first))
    for (const two of lowestBitsOf(second))
      for (const three of third === undefined ? ANY_LOWEST_BITS : lowestBitsOf(third))
        TRIGGER_OPENINGS[withNext(withNext(withNext(0, one), two), three)] = 1;

function lowestBitsOf(character: string): number[] {
  return [character.toLowerCase(), character.toUpperCase()].map((either) => either.charCodeAt(0) & 31);
}

/** The number of the last three characters, from that of the three before and the code of the next. */
export function withNext(opening: number, code: number): number {
  return ((opening << 5) | (code & 31)) & 0x7fff;
}

/**
 * Characters outside ASCII and the basic Cyrillic block that a case-insensitive expression takes for one inside:
 * long s, the Kelvin sign, variants of Cyrillic letters.
 * Source: the Unicode Character Database, CaseFolding.txt, status C and S.
 */
export const OTHER_CASE_FOLDINGS = /[\u017f\u212a\u1c80-\u1c88]/;
