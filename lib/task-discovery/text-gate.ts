import { LIBRARY_NAMES } from './llm-libraries.js';

/**
 * Two looks at a file's text before the parser reads it. They decide nothing: what passes is parsed, and a comment or
 * a string that passes costs a little time.
 */

/** The import of an LLM's library. */
const LIBRARY = new RegExp(
  `(?:^|\\n)[ \\t]*(?:from|import)[ \\t]+(?:[\\w.]+[ \\t]*,[ \\t]*)*(?:${LIBRARY_NAMES.filter(
    (name) => name !== 'google' && name !== 'azure' && name !== 'boto3',
  ).join('|')}|langchain_\\w+|google[. ]|azure\\.ai|boto3|ddtrace\\.llmobs)\\b|LLMObs`,
);

/** A call that may ask a model; or the address of a service. */
const CALL =
  /\._*(?:create|parse|a?stream\w*|a?invoke\w*|a?run\w*|a?predict\w*|a?generate\w*|a?complet\w*|a?chat\w*|a?query|a?batch|send_message\w*|converse\w*|text_generation|retrieve_and_generate\w*|initiate_chat|kickoff\w*|responses|iter|forward|create_turn|execute|a?synthesize)\s*\(|(?:completion|responses|chain|llm|agent|qa|model|pipe|generator|graph)\s*\(|LLMObs|\/chat\/completions|\/v1\/messages|\/api\/(?:chat|generate)|:generateContent/;

/** What is addressed over plain HTTP has no library to import. */
const ADDRESS =
  /\/chat\/completions|\/v1\/(?:messages|responses)|\/api\/(?:chat|generate)\b|:generateContent|\/openai\/deployments\//;

/**
 * @param text of a file, in Latin 1: the names looked for are ASCII
 * @returns whether it imports an LLM's library, or writes the address of a service
 */
export function namesLibrary(text: string): boolean {
  return LIBRARY.test(text) || ADDRESS.test(text);
}

/** @returns whether a string is, or ends, the address of a service */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** @returns whether a text holds what may be a call that asks a model */
export function holdsCall(text: string): boolean {
  return CALL.test(text);
}

/** @returns whether this package wrote the file: an experiment on the app is no part of it */
export function isGenerated(text: string): boolean {
  return text.includes('llm-obs-experiment-py-bootstrap');
}

const IMPORTED =
  /(?:^|\n)[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\(?[^\n#]*)|import[ \t]+([\w.]+))/g;

/** The last names of the modules that a text imports: enough to tell what may hang together with what. */
export function importedNames(text: string): string[] {
  const names: string[] = [];
  for (const [, from, taken, imported] of text.matchAll(IMPORTED)) {
    const module = from ?? imported ?? '';
    names.push(module.slice(module.lastIndexOf('.') + 1));
    if (taken !== undefined) names.push(...taken.split(/[\s,()]+/));
  }
  return names.filter((name) => name !== '');
}
