/*
 * How a value stands to the name that makes it a secret: what is written between the two, in code, in configuration
 * and in sentences.
 */

/** No word of a language that is near a name is as long, with digits in it. */
export const LONG = 24;

/**
 * What stands between a name and its value: the closing quote or bracket of a key, a type, an operator (of a
 * programming language, a shell, make, YAML, XML, JSON, HTTP), an opening quote, the scheme of a header.
 */
const CLOSING = '(?:\\\\?["\'`])?[\\])]?';
const TYPE =
  "(?:[ \\t]{0,3}:?[ \\t]{0,3}(?:as string|string|str|&str|&'static str|\\[\\]byte|(?:const )?char ?\\*|std::string)\\b)?";
const OPERATOR =
  '[ \\t]{0,20}(?::{0,3}=>?|=>|={1,3}|\\?{1,2}=|\\?\\?|\\|\\|=?|[.+]=|->|<-|[:：＝>,])(?:[ \\t]{0,3}[|>][+-]?(?=\\r?\\n))?';
const VALUE_ATTRIBUTE =
  '["\'`]?[ \\t]{0,4},?[ \\t\\r\\n]{0,20}["\'`]?(?:value|content|default|val)["\'`]?[ \\t]{0,3}[=:]';
/** `Data(base64Encoded: "…")`, `Buffer.from("…")`, `[]byte("…")` */
const CALL =
  '(?:(?:\\[\\]byte|(?:new )?[A-Za-z_][\\w.]{0,40})\\((?:[A-Za-z]\\w{0,20}[:=] ?)?(?=[bru]?["\'`]))?';
const OPENING = `[ \\t]{0,10}(?:\\r?\\n[ \\t]{0,20})?${CALL}(?:"\\\\"|<<"|[@$bru]?\\\\?["'\`][ \\t]{0,2}|&quot;)?`;
const SCHEME =
  '(?:(?:Bearer|Token|Api-?Key|Splunk|GenieKey|SSWS|Bot|Key|Basic|OAuth|Klaviyo-API-Key)[ \\t]+["\']?|token=["\']?)?';
/** `.apiSecret("…")` */
const SETTER = '\\((?=[bru]?["\'`])';
/** Of a property list: its key and its value are elements of their own. */
const PLIST = '</key>\\s{0,40}<(?:string|data)>\\s{0,40}';
export const ASSIGNED = new RegExp(
  `${CLOSING}${TYPE}(?:${VALUE_ATTRIBUTE}|${OPERATOR}|${SETTER}|${PLIST})${OPENING}${SCHEME}`,
  'iy',
);

const CLOSING_OF_WORDS = '["\'`]?[)\\]]?';
const OPENING_OF_VALUE = '["\'`(“”„«‘「『]?';
/** `token …`, `--password …` */
const BESIDE = new RegExp(`${CLOSING_OF_WORDS}[ \\t]+${OPENING_OF_VALUE}${SCHEME}`, 'iy');

const COPULAS =
  'is|was|are|(?:should|will|must) be|equals|as|ist|lautet|lautete|war|est|était|es|era|és|é|è|este|är|er|ir|jest|je|është|adalah|ialah|yaitu|ni|là|هو|هي|הוא|היא|είναι|е|є|це|это|है';
const PREPOSITIONS =
  'for|to|of|from|on|für|von|vom|zum|zur|pour|de|du|des|para|da|do|del|per|di|voor|van|dla|för|till|til|для|от|до|к|на|від';
/** Whether the words behind a name go on to speak of it: "password for …", "password is …". */
export const SAID_OF_A_NAME = new RegExp(`^[^\\p{L}]*(?:${PREPOSITIONS}|${COPULAS})(?!\\p{L})`, 'iu');
const WORDS_BETWEEN = "(?:[ \\t]+[\\p{L}\\p{M}\\p{N}_.'’()-]{1,30})";
/** "the key for staging is …", "ключ от склада: …", "token API gudang kita adalah …" */
const SPOKEN = new RegExp(
  `${CLOSING_OF_WORDS}${WORDS_BETWEEN}{0,5}?(?:[ \\t]+(?:${COPULAS})[ \\t]{0,3}:?[ \\t]+|[ \\t]{0,2}:[ \\t]*|[ \\t]+[-–—][ \\t]+)${OPENING_OF_VALUE}${SCHEME}(?=\\S{8})`,
  'uy',
);
const SPOKEN_WITHOUT_SPACES =
  /[\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3（）]{0,12}[是为為はが：:은는이가][ \t]?["'`“「『]?/y;
/** In any language, a long value some words behind a name that leaves no doubt: "el client secret del portal és …". */
const NEAR = new RegExp(
  `${CLOSING_OF_WORDS}${WORDS_BETWEEN}{1,6}?[ \\t]+${OPENING_OF_VALUE}(?=[\\w+/=-]{${String(LONG)}})`,
  'uy',
);

const CLOSE_JOINTS = [ASSIGNED, BESIDE, SPOKEN];
const JOINTS_WITHOUT_SPACES = [ASSIGNED, BESIDE, SPOKEN, SPOKEN_WITHOUT_SPACES];
const REACH_OF_NEAR = 220;
const LONG_WORD = new RegExp(`[\\w+/=-]{${String(LONG)}}`);

/** How a value may stand to the name that ends at a position, the closest first; sticky, to be tried there. */
export function jointsAt(text: string, nameEnd: number): readonly RegExp[] {
  const close = text.charAt(nameEnd) < '\u3000' ? CLOSE_JOINTS : JOINTS_WITHOUT_SPACES;
  return LONG_WORD.test(text.slice(nameEnd, nameEnd + REACH_OF_NEAR)) ? [...close, NEAR] : close;
}

/** "… is our API key", "use … as the password" */
export const BEFORE_NAME =
  /(?<![\w+/=-])([\w+/=-]{20,200})["'`”»]?(?=[ \t]+[ai]s[ \t])((?:[ \t]+[A-Za-z][\w'-]{0,20}){1,6}[ \t]+)$/;
/** A cheap test: without it that expression is not tried. */
export const MAY_BE_BEFORE_NAME = /[\w+/=-]["'`”»]?[ \t]+[ai]s[ \t]/;

/** How a value stands to its name: behind an operator, a comma, words that say so or spaces only, any words, or before it. */
export type Relation = 'assigned' | 'listed' | 'beside' | 'near' | 'before';

/** What a joint that matched says of a value, by all that stands between the two. */
export function relationOf(joint: RegExp, between: string): Relation {
  if (joint === NEAR) return 'near';
  if (joint !== ASSIGNED) return 'beside';
  return /^\(|,/.test(between) ? 'listed' : 'assigned';
}
