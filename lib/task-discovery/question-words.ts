/**
 * What a parameter is called that takes what the model is to deal with: words of its name, the surest first. A name of
 * the first kind leaves no doubt, one of the last may be that of a setting as well.
 */
const TIERS = [
  'question query message prompt text input q msg inp utterance ask pregunta pergunta frage mensaje mensagem consulta texto',
  'user topic request content instruction task goal problem objective',
  'sentence document article transcript description keyword keywords subject title idea story claim statement ' +
    'paragraph passage essay headline comment requirement requirements scenario image photo email review resume ' +
    'contract code url tickers ticker data inputs payload body',
].map((words) => new Set(words.split(' ')));

/** What a name ends with that stands for a thing, and not for what is in it: `user_id`, `message_container`. */
const THINGS = new Set('id ids uuid container placeholder widget callback'.split(' '));

/** What a name ends with that stands for a property of a thing, as a setting's does: `prompt_name`. */
const PROPERTIES = new Set(
  'name key token role type count limit size path file template language state index'.split(' '),
);

/** `system_prompt` is the app's own. */
const SYSTEM_WORDS = new Set(['system', 'sys', 'developer', 'negative', 'base']);

/** @returns a name's words, in small letters: `userQuestion` and `user_question` have two */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** @returns whether a parameter's name says that it takes what the model is to deal with */
export function isQuestion(name: string): boolean {
  const words = wordsOf(name);
  return !THINGS.has(words.at(-1) ?? '') && words.some((word) => TIERS.some((tier) => tier.has(word)));
}

/** @returns how surely a parameter of the name takes the question: 0 is the surest; none where it only may */
export function questionTier(name: string): number | undefined {
  const words = wordsOf(name);
  if (isNaming(name) || words.some((word) => SYSTEM_WORDS.has(word))) return undefined;
  const tier = TIERS.findIndex((meant) => words.some((word) => meant.has(word)));
  return tier < 0 ? undefined : tier;
}

/** @returns whether a name is that of a thing or of its property: an identifier, a key, a path */
export function isNaming(name: string): boolean {
  const last = wordsOf(name).at(-1) ?? '';
  return THINGS.has(last) || PROPERTIES.has(last);
}
