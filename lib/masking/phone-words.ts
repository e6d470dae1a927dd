import { OTHER_CASES, type WordBeginnings, wordBeginnings } from './word-beginnings.js';

const PHONE = 'phones?(?:[ _-]?(?:numbers?|no|num|nr))?';

/**
 * Words that say that a phone number follows (or stands before, in brackets), by language. A word ends where
 * its letters end, so forms are listed, or left open with `\p{L}*` where a language inflects. Each begins with
 * a literal letter, and holds letters and marks, spaces, `_`, `-` and `.` only: `PhoneWords` rests on that.
 */
const WORDS_OF_ALPHABETS = [
  // English
  ...[
    'home',
    'work',
    'cell',
    'mobile',
    'contact',
    'customer',
    'user',
    'office',
    'business',
    'day',
    'evening',
    'tele',
  ].map((place) => `${place}[ _-]?${PHONE}`),
  PHONE,
  'telephone(?:s|number)?',
  'tel(?:no|number|ephones?)?',
  'mobiles?(?:[ _-]?(?:numbers?|no|num))?',
  'cells?(?:[ _-]?(?:numbers?|no|num))?',
  'cellular',
  'msisdn',
  'fax(?:es|ed|no|number)?',
  'facsimile',
  'landline',
  'hotline',
  'helpline',
  'switchboard',
  'toll[ -]?free',
  'pager',
  'voice ?mail',
  'call(?:ed|ing|er|back|s? (?:me|us|him|her|them))?',
  'dial(?:s|ed|ing|led|ling)?',
  'rang',
  'ring (?:me|us|him|her|them|på|oss|meg|mig|mej|til)',
  'texted',
  'text (?:me|us|him|her|them)',
  'texting',
  'sms',
  'whats ?app',
  'wa\\.me',
  'ph\\.',
  'viber',
  'imessage',
  'facetime',
  'wechat',
  'reach(?:able|ed)? (?:me|us|him|her|them|at|on|via)',
  'reachable',
  // German
  'telefon\\p{L}*',
  'handy(?:s|nr|nummer)?',
  'mobil\\p{L}*',
  'rufnummer\\p{L}*',
  'r[uü]ckruf\\p{L}*',
  'anruf\\p{L}*',
  'ruf(?:en|t)?',
  'rief',
  'angerufen',
  'festnetz\\p{L}*',
  'durchwahl',
  'hotlinenummer',
  // French
  't[eé]l',
  't[eé]l[eé]phon\\p{L}*',
  'portable',
  'appel\\p{L}*',
  'joindre',
  'joignable',
  't[eé]l[eé]copie\\p{L}*',
  'fixe',
  // Spanish, Portuguese, Catalan, Italian, Romanian
  'tel[eé]fon[oei]s?',
  'tel[eè]fon\\p{L}*',
  'fonos?',
  'm[oóò]bil',
  'trucar?',
  'truqui',
  'tel[eé]?f',
  'tfno',
  'tlfn?o?',
  'm[oó]vil(?:es)?',
  'celular(?:es)?',
  'cel',
  'll[aá]m(?!as?(?!\\p{L}))\\p{L}+',
  'llama(?= (?:al?|ya|gratis|ahora)(?!\\p{L}))',
  'telefone\\p{L}*',
  'fone',
  'telem[oó]vel',
  'ligu?(?:e|ei|ar|a[cç][aã]o|ue)',
  'lig(?:o|ou|amos|aram|ando)',
  'cellulare',
  'cell',
  'chiam\\p{L}*',
  'recapito',
  'telefoana',
  'suna[tț]i?',
  // Dutch, Nordic
  'telefoon\\p{L}*',
  'mobiel\\p{L}*',
  'bel(?:len|t|de)?',
  'gebeld',
  'gsm',
  'tlf(?:nr)?',
  'tlf?',
  'ringa',
  'ring(?:de|ede|te)',
  'puhelin\\p{L}*',
  'puh',
  'gsmnr',
  's[ií]mi',
  'fars[ií]mi',
  'soita\\p{L}*',
  'soit(?:in|ti)\\p{L}*',
  'helista\\p{L}*',
  // Polish, Czech, Slovak, Hungarian, Baltic, Croatian, Slovene, Albanian, Turkish
  'kom[oó]rk\\p{L}*',
  'zadzwo\\p{L}*',
  'dzwo\\p{L}*',
  'volejte',
  'volat',
  'volal\\p{L}*',
  'telefón\\p{L}*',
  'telefown\\p{L}*',
  'telefonsz[aá]m\\p{L}*',
  't[aā]lr',
  't[aā]lru\\p{L}*',
  'hív(?:j|t|ott)\\p{L}*',
  'skambin\\p{L}*',
  'zvaniet',
  'pozovite',
  'nazovite',
  'zavolajte',
  'pokli[cč]\\p{L}*',
  'zavolejte',
  'cep',
  'ceptel',
  'ara[yy]?[iı]n',
  'ara(?:d[iı]\\p{L}*|m[iı][sş]\\p{L}*)',
  'gsmno',
  // Indonesian, Malay, Filipino, Vietnamese, Swahili
  'te?lepon',
  'telpon',
  'telp',
  'ponsel',
  'hubungi',
  'no\\.? ?hp',
  'hp',
  'tawagan',
  'simu',
  'zalo',
  's[đd]t',
  'đt',
  'điện thoại',
  'di động',
  // Celtic languages, Haitian Creole, Malagasy, and languages of Africa and the Pacific
  'ffôn',
  'ffon',
  'fôn',
  'fón',
  'fòn',
  'teileaf[oó]n',
  'guth[aá]n',
  'symudol',
  'telefòn',
  'finday',
  'dzefoni',
  'runhare',
  'ifoni',
  'foonu',
  'fóònù',
  'ekwentị',
  'waya',
  'taleefan\\p{L}*',
  'talefoon\\p{L}*',
  'mohala',
  'selfoon',
  'talevoni',
  'kelepona',
  'waea',
  'mugikor\\p{L}*',
  'oqarasuaat\\p{L}*',
  'selpon',
  'bimbit',
  // Russian, Ukrainian, Bulgarian, Serbian, Greek
  'тел',
  'телефон\\p{L}*',
  'моб',
  'мобил\\p{L}*',
  'мобіл\\p{L}*',
  'сотов\\p{L}*',
  'факс\\p{L}*',
  'звон\\p{L}*',
  'позвон\\p{L}*',
  'перезвон\\p{L}*',
  'дзвон\\p{L}*',
  'зателефон\\p{L}*',
  'обад\\p{L}*',
  'позовите',
  'тэл',
  'тэлефон\\p{L}*',
  'утас',
  'gsm',
  'τηλ',
  'τηλέφων\\p{L}*',
  'κινητ\\p{L}*',
  'φαξ',
  'հեռ(?:ախոս\\p{L}*)?',
  'ტელ(?:ეფონ\\p{L}*)?',
  'მობ(?:ილურ\\p{L}*)?',
  'բջջ(?:ային)?',
];

/** Scripts that write without spaces, or glue prefixes on: found anywhere. */
const WORDS_WITHOUT_BOUNDARY = [
  '电话',
  '電話',
  '电邮电话',
  '手机',
  '手機',
  '座机',
  '热线',
  '熱線',
  '传真',
  '傳真',
  '致电',
  '致電',
  '拨打',
  '撥打',
  '联系方式',
  '聯絡',
  '微信',
  '携帯',
  'でんわ',
  'ファックス',
  'ファクス',
  'フリーダイヤル',
  'お問い合わせ',
  '連絡先',
  '전화',
  '휴대폰',
  '휴대전화',
  '핸드폰',
  '연락처',
  '팩스',
  'هاتف',
  'الهاتف',
  'جوال',
  'موبايل',
  'محمول',
  'اتصل',
  'فاكس',
  'واتس',
  'تلفن',
  'موبایل',
  'موبائل',
  'همراه',
  'فون',
  'טלפון',
  'נייד',
  'פקס',
  'התקשר',
  'फोन',
  'फ़ोन',
  'मोबाइल',
  'दूरभाष',
  'ফোন',
  'মোবাইল',
  'தொலைபேசி',
  'ఫోన్',
  'போன்',
  'கைபேசி',
  'ફોન',
  'ਫੋਨ',
  'ಫೋನ್',
  'ഫോൺ',
  'දුරකථන',
  'ဖုန်း',
  'ໂທ',
  'ስልክ',
  'โทร',
  'มือถือ',
  'ទូរស័ព្ទ',
  'تليفون',
  'نقال',
  'خلوي',
  'تەلەفۆن',
  'مۆبایل',
  'تلیفون',
  'تېلېفون',
  'ފޯނު',
  'މޯބައިލް',
  'פלאפון',
  'סלולרי',
  'मोबाईल',
  'दूरध्वनी',
  'মুঠোফোন',
  'அலைபேசி',
  'మొబైల్',
  'മൊബൈൽ',
  'ಮೊಬೈಲ್',
  'મોબાઇલ',
  'મોબાઈલ',
  'ਮੋਬਾਈਲ',
  'ሞባይል',
  'ቴሌፎን',
  'เบอร์',
  '☎',
  '📞',
  '📱',
  '📲',
  '✆',
  '℡',
];

/** Words that introduce a phone number, and much else: the number itself has to look like one. */
const WEAK_WORDS = [
  'calls',
  'ring(?:er)?',
  'reach(?:ed)?',
  'numbers?',
  'contact(?:s|ed)?',
  'num[eé]ro',
  'n[uú]mero',
  'nummer',
  'numer',
  'nomor',
  'номер\\p{L}*',
  'numar',
  'numara\\p{L}*',
  'signal',
  'telegram',
  'mobile',
  'ph',
  'mob',
  'wa',
  'wpp',
  'wsp',
  'contacto',
  'kontakt\\p{L}*',
  'contatto',
];

const WEAK_WORDS_WITHOUT_BOUNDARY = ['番号', '号码', '號碼', '번호', 'رقم'];

/**
 * The sticky expression for the words that may begin with a character, by its code: one of all words would try hundreds
 * at every letter. Undefined where no word does.
 */
export type PhoneWords = (code: number) => RegExp | undefined;

/** The bit that small letters of ASCII have. */
const SMALL = 0x20;

/** Each expression is made when it is first asked for: a dataset needs few of them, and all take some milliseconds. */
function phoneWords(bounded: readonly string[], unbounded: readonly string[]): PhoneWords {
  const [boundedByCode, unboundedByCode] = [byFirstCode(bounded), byFirstCode(unbounded)];
  const made = new Map<number, RegExp>();
  return (either) => {
    const code = either < 0x80 ? either | SMALL : either;
    let expression = made.get(code);
    if (expression === undefined) {
      const words = boundedByCode.get(code) ?? [];
      const alternatives = [...(unboundedByCode.get(code) ?? [])];
      if (words.length === 0 && alternatives.length === 0) return undefined;
      if (words.length > 0) alternatives.unshift(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`);
      expression = new RegExp(alternatives.join('|'), 'iuy');
      made.set(code, expression);
    }
    return expression;
  };
}

/** The words that may begin with a character, in any case, by its code. */
function byFirstCode(words: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const byCode = new Map<number, string[]>();
  for (const word of words) {
    const first = word.charAt(0);
    const cases = [first, first.toLowerCase(), first.toUpperCase(), ...Array.from(OTHER_CASES[first] ?? '')];
    for (const code of new Set(cases.map((one) => one.charCodeAt(0)))) {
      const known = byCode.get(code);
      if (known === undefined) byCode.set(code, [word]);
      else known.push(word);
    }
  }
  return byCode;
}

/** Sources of all of them, by whether a letter may not stand beside the word. */
const PHONE_WORD_SOURCES = {
  bounded: [...WORDS_OF_ALPHABETS, ...WEAK_WORDS],
  unbounded: [...WORDS_WITHOUT_BOUNDARY, ...WEAK_WORDS_WITHOUT_BOUNDARY],
} as const;

// Made when it is first asked for: many datasets do not need it, and it takes some milliseconds.
let beginnings: WordBeginnings | undefined;

/** How all of them begin. */
export function phoneWordBeginnings(): WordBeginnings {
  beginnings ??= wordBeginnings(PHONE_WORD_SOURCES.bounded, PHONE_WORD_SOURCES.unbounded);
  return beginnings;
}

/** A word behind which any run of digits of a phone number's length is one. */
export const PHONE_WORD = phoneWords(WORDS_OF_ALPHABETS, WORDS_WITHOUT_BOUNDARY);

/** A word behind which only digits that are set like a phone number are one. */
export const WEAK_PHONE_WORD = phoneWords(WEAK_WORDS, WEAK_WORDS_WITHOUT_BOUNDARY);

/** The same words inside a name in camel case, `homePhone` or `phoneNumber`. */
export const PHONE_WORD_IN_NAME =
  /(?:phone|mobile|cell|tel|fax|Phone|Mobile|Cell|Fax|Tel)(?:Number|No|Num|Nr)|(?<=[a-z])(?:Phone|Mobile|Cell|Fax|Tel|Telephone)(?![a-z])/g;
