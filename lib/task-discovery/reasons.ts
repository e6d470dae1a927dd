import type { Traits } from './traits.js';

/** One reason for or against a function, and what it is worth. */
export interface Reason {
  readonly name: string;
  readonly weight: number;
}

interface Rule extends Reason {
  readonly holds: (traits: Traits, purpose: Purpose) => boolean;
}

const oneOf = (text: string) => {
  const set = new Set(text.split(' '));
  return (words: readonly string[]) => words.some((word) => set.has(word));
};

const telling = oneOf(
  'answer ask chat complete converse generate invoke predict process qa query reply respond response run handle ' +
    'analyze analyse summarize summarise translate solve research write review recommend extract forward ' +
    'talk think act explain plan interact synthesize response responses completion ans infer ' +
    'inference advise assist consult describe diagnose draft compose investigate resolve ' +
    'responder respuesta resposta preguntar perguntar consultar generar gerar resumir',
);
/** What is said of anything that a program does. */
const hinting = oneOf('get do call create execute');
const plainest = oneOf('answer ask chat reply respond response query qa converse talk invoke');
const tellingModules = oneOf(
  'main app api agent agents chat chatbot bot assistant service services server rag qa pipeline chain engine core ' +
    'graph workflow orchestrator llm handler routes router endpoints bots',
);
const tellingClasses = oneOf(
  'agent bot service chatbot assistant pipeline rag chain engine orchestrator app workflow system runner crew chat manager',
);
/** Of the classes that answer, those whose names tell nothing else. */
const speakers = oneOf('agent bot chatbot assistant rag chat chain crew');
const judges = oneOf(
  'judge evaluate evaluator evaluation eval score scorer grade grader grading rate verify verifier validate ' +
    'validation checker check critic critique guardrail guardrails moderate moderation classify classifier detect ' +
    'route router intent reclassify reclassifier rerank reranker relevance faithfulness hallucination benchmark test metric metrics ' +
    'reflect reflection compare safety',
);
const chores = oneOf(
  'title titles rename health ping probe warm warmup key keys access available availability setup init ' +
    'initialize initialise load loader build embed embedding embeddings ingest index reindex save store upload download list ' +
    'format parse clean tokens token count summary summaries suggest suggestions rewrite reformulate rephrase ' +
    'condense decompose expand refine contextualize enrich name tag tags label metadata log fetch scrape crawl ' +
    'update delete migrate seed usage followup job jobs queue enqueue schedule pending translate stats status cache config',
);
const asides = oneOf(
  'example examples script scripts notebook notebooks demo demos sample samples sandbox playground tutorial ' +
    'tutorials docs workshop workshops lab labs exercise exercises lesson lessons cookbook experiment experiments bench benchmark benchmarks eval evals evaluation evaluations tests',
);
const steps = oneOf(
  'retrieve retriever retrieval indexing indexer ingestion ingest preprocess postprocess step stage curation ' +
    'polishing outline module phase regenerate regenerator regeneration retry worker subtask chunk decomposer',
);
const leftovers = oneOf(
  'old legacy backup bak archive archived deprecated unused v0 copy obsolete previous outdated attic',
);
const wrappers = oneOf(
  'llm client clients provider providers model models utils util helpers helper openai anthropic gemini ollama bedrock gpt ai base common wrapper',
);
const providers = oneOf('llm lm model client provider wrapper backend adapter api llmapi');

/** An object that is called does what its class is for. */
const isTelling = ({ words, code }: Traits) => telling(words) || code.name === '__call__';

const isOfWrapper = ({ classWords }: Traits) => providers(classWords) && !tellingClasses(classWords);

const isNamedJudge = ({ words, classWords }: Traits) => judges(words) || judges(classWords);

/** `transform_query`, `is_search_query`: what comes before the answer. */
const isBefore = (words: readonly string[]) =>
  /^(?:is|has|should|needs|can|must)$/.test(words[0] ?? '') ||
  (/^(?:quer(?:y|ies)|keywords?|questions?)$/.test(words.at(-1) ?? '') &&
    oneOf(
      'extract transform rewrite reformulate expand build make formulate optimize improve enhance clean parse decompose',
    )(words));

/** What its server hands it beside the question, a stand-in can be. */
const hasBodyToo = ({ isRoute, takesQuestion }: Traits) => isRoute && takesQuestion;

/** A flow that an app starts and that no other flow uses is no guard of another's answer. */
const isPurposeOfApp = ({ isEntered, helperOf, reach, folderWords, moduleWords }: Traits) =>
  isEntered && helperOf === 0 && reach.depth > 0 && !judges([...folderWords, ...moduleWords]);

/**
 * The whole of the ranking: what speaks for and against a function that reaches an LLM. A score is the sum of the
 * weights of what holds.
 */
const RULES: readonly Rule[] = [
  // What it is called.
  { name: 'a telling name', weight: 5, holds: (traits) => isTelling(traits) },
  {
    name: 'a name that tells a little',
    weight: 3,
    holds: (traits) => !isTelling(traits) && hinting(traits.words),
  },
  { name: 'named as an answer to a question', weight: 3, holds: ({ words }) => plainest(words) },
  {
    name: 'named by that one word',
    weight: 2,
    holds: ({ words }) => words.length === 1 && telling(words),
  },
  {
    name: 'named as a judge, a check or a router',
    weight: -7,
    holds: (traits) => isNamedJudge(traits) && !isPurposeOfApp(traits),
  },
  {
    name: 'named as a judge or a check, which may be what the app is for',
    weight: -3,
    holds: (traits) => isNamedJudge(traits) && isPurposeOfApp(traits),
  },
  {
    name: 'named as a chore',
    weight: -6,
    holds: ({ words, classWords, isNamedForWork }) =>
      (chores(words) && !isNamedForWork) || (chores(classWords) && !speakers(classWords)),
  },
  { name: 'named as what makes a query, or decides', weight: -8, holds: ({ words }) => isBefore(words) },
  {
    name: 'named as one step of several',
    weight: -6,
    holds: ({ words, classWords }) => steps(words) || steps(classWords),
  },
  {
    name: 'private by its underscore',
    weight: -9,
    holds: ({ code }) => code.name.startsWith('_') && code.name !== '__call__',
  },
  {
    name: 'in a class named as one who answers',
    weight: 2,
    holds: ({ classWords }) => tellingClasses(classWords),
  },
  {
    name: 'in a class or module named as a tool',
    weight: -6,
    holds: ({ classWords, folderWords, moduleWords }) =>
      [...classWords, ...folderWords, ...moduleWords].some((word) => word === 'tool' || word === 'tools'),
  },

  // Where it stands.
  { name: 'in a telling module', weight: 3, holds: ({ moduleWords }) => tellingModules(moduleWords) },
  {
    name: 'in a module of judges or checks',
    weight: -5,
    holds: ({ moduleWords, folderWords }) =>
      judges(moduleWords) || judges(folderWords.filter((word) => word !== 'test')),
  },
  {
    name: 'in a module that wraps a provider',
    weight: -2,
    holds: (traits) => wrappers(traits.moduleWords) && (traits.reach.depth === 0 || isOfWrapper(traits)),
  },
  {
    name: 'in a class that wraps a provider',
    weight: -8,
    holds: isOfWrapper,
  },
  {
    name: 'in a class that is a model or a tool for a library',
    weight: -8,
    holds: (traits) => traits.isPartOfLibrary && !isOfWrapper(traits),
  },
  { name: 'in a class that a server or a bot calls', weight: -4, holds: ({ isServed }) => isServed },
  {
    name: 'in a module whose name no import can have',
    weight: -6,
    holds: ({ code }) => !/^(?:(?!\d)\w+\/)*(?!\d)\w+\.py$/u.test(code.module.file),
  },
  {
    name: 'in a numbered copy of a module',
    weight: -4,
    holds: ({ moduleWords }) => moduleWords.length > 1 && /^v?\d+$/.test(moduleWords.at(-1) ?? ''),
  },
  { name: 'first of its module or class', weight: 2, holds: ({ isFirst }) => isFirst },
  {
    name: 'aside of the app: examples, scripts, experiments',
    weight: -5,
    holds: ({ folderWords, moduleWords }) =>
      asides(folderWords) ||
      oneOf('example demo sample experiment benchmark dev debug playground quickstart')(moduleWords),
  },
  { name: 'apart from the rest of the app', weight: -4, holds: ({ isApart }) => isApart },
  {
    name: 'a copy that the app does not import, of a class that it does',
    weight: -6,
    holds: ({ isUnusedCopy }) => isUnusedCopy,
  },
  {
    name: 'named as a demonstration',
    weight: -7,
    holds: ({ words }) =>
      oneOf('demo demos debug example examples sample scenario scenarios smoke simulate simulation')(words),
  },
  {
    name: 'a leftover: legacy, old, backup',
    weight: -13,
    holds: ({ folderWords, moduleWords, words, classWords }) =>
      leftovers([...folderWords, ...moduleWords, ...words, ...classWords]) ||
      // The versions of an interface are all in use.
      (!folderWords.includes('api') && folderWords.some((word) => word === 'v1' || word === 'v2')),
  },

  // What it takes.
  {
    name: 'one or two parameters, one of them a text or a dict',
    weight: 3,
    holds: ({ required, textParameters }) => textParameters.length > 0 && required.length <= 2,
  },
  {
    name: 'takes a question',
    weight: 4,
    holds: ({ takesQuestion }) => takesQuestion,
  },
  {
    name: 'takes nothing',
    weight: -12,
    holds: ({ parameters, code }) =>
      parameters.length === 0 && !code.parameters.some((one) => one.kind.startsWith('var')),
  },
  { name: 'takes no text', weight: -6, holds: ({ takesNoText }) => takesNoText },
  { name: 'takes many parameters', weight: -2, holds: ({ required }) => required.length >= 4 },
  {
    name: 'takes what only a framework or the app itself brings',
    weight: -5,
    holds: ({ injected }) => injected.length === 1,
  },
  {
    name: 'takes several things that only the app itself brings',
    weight: -6,
    holds: ({ injected }) => injected.length > 1,
  },
  {
    name: 'takes what an earlier step brings',
    weight: -5,
    holds: ({ prepared }) => prepared.length > 0,
  },
  {
    name: 'takes only what it passes on',
    weight: -4,
    holds: ({ parameters, code }) =>
      parameters.length === 0 && code.parameters.some((one) => one.kind.startsWith('var')),
  },
  { name: 'takes whom to send the answer to', weight: -6, holds: ({ takesRecipient }) => takesRecipient },
  { name: 'takes an answer and no question', weight: -6, holds: ({ takesAnswer }) => takesAnswer },
  { name: 'called with the event of AWS Lambda', weight: 5, holds: ({ isLambda }) => isLambda },
  {
    name: 'takes prepared messages or prompts',
    weight: -1,
    holds: ({ parameters }) =>
      parameters.some((one) => /^(?:messages|system_prompt|system|prompt_template)$/.test(one.name)),
  },
  {
    name: 'reads the terminal',
    weight: -14,
    holds: ({ readsTerminal, isGivenQuestion }) => readsTerminal && !isGivenQuestion,
  },
  {
    name: 'reads the terminal beside what it is given',
    weight: -6,
    holds: ({ readsTerminal, isGivenQuestion }) => readsTerminal && isGivenQuestion,
  },
  {
    name: 'in a module that waits at the terminal when it is imported',
    weight: -30,
    holds: ({ isImportedAtTerminal }) => isImportedAtTerminal,
  },
  {
    name: "reads a web server's request",
    weight: -14,
    holds: (traits) => traits.readsWebRequest && !hasBodyToo(traits),
  },
  {
    name: "reads a web server's request beside a body",
    weight: -6,
    holds: (traits) => traits.readsWebRequest && hasBodyToo(traits),
  },

  // What it gives.
  { name: 'returns nothing', weight: -12, holds: ({ returnsValue }) => !returnsValue },
  { name: 'returns a flag alone', weight: -10, holds: ({ returnsFlag }) => returnsFlag },
  {
    name: 'streams what another gives as a whole',
    weight: -5,
    holds: ({ streamsAnother }) => streamsAnother,
  },
  {
    name: 'does what another does, in another way',
    weight: -5,
    holds: ({ repeatsAnother }) => repeatsAnother,
  },
  {
    name: 'gives what answers, and no answer',
    weight: -14,
    holds: ({ makesWhatAnswers }) => makesWhatAnswers,
  },
  { name: 'posts into a chat', weight: -10, holds: ({ postsToChat }) => postsToChat },
  { name: 'draws a page', weight: -6, holds: ({ showsPage }) => showsPage },

  // How it hangs together with the rest.
  {
    name: 'an LLM Observability workflow or agent',
    weight: 5,
    holds: ({ decorators }) =>
      decorators.some((name) => /^(?:LLMObs\.)?(?:llmobs_)?(?:workflow|agent)$/.test(name)),
  },
  {
    name: 'an LLM Observability tool, task or retrieval',
    weight: -5,
    holds: ({ decorators }) =>
      decorators.some((name) => /^(?:LLMObs\.)?(?:llmobs_)?(?:tool|task|retrieval|embedding)$/.test(name)),
  },
  { name: 'reaches the model through helpers', weight: 3, holds: ({ reach }) => reach.depth >= 1 },
  {
    name: 'reaches the model through two helpers or more',
    weight: 1,
    holds: ({ reach }) => reach.depth >= 2,
  },
  { name: 'asks several times', weight: 1, holds: ({ reach }) => reach.direct > 1 },
  { name: 'called where the app starts', weight: 4, holds: ({ isEntered }) => isEntered },
  {
    name: 'a handler of its own server, with a body',
    weight: 5,
    holds: ({ isRoute, readsWebRequest, parameters }) => isRoute && !readsWebRequest && parameters.length > 0,
  },
  {
    name: 'called by other functions of the app',
    weight: -3,
    holds: ({ helperOf }) => helperOf > 0,
  },
  {
    name: 'handed to an agent as a tool',
    weight: -10,
    holds: ({ isTool }) => isTool,
  },
  { name: "a graph's node", weight: -12, holds: ({ isNode }) => isNode },
  {
    name: "only serves a graph's nodes",
    weight: -12,
    holds: ({ servesNodes }) => servesNodes,
  },

  // What the user wants to know.
  {
    name: 'fits the purpose',
    weight: 5,
    holds: ({ words, moduleWords, classWords }, purpose) =>
      purpose.words([...words, ...moduleWords, ...classWords]),
  },
];

/** The least score with which a function is worth being called: below it the placeholder is. */
export const LEAST_SCORE = 6;

/** How far ahead the first has to be to be taken without asking. */
export const CLEAR_LEAD = 2;

export interface Purpose {
  readonly words: (words: readonly string[]) => boolean;
}

const FITS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:tools?|tool calls?|agents?|functions? call)/i, 'agent agents tool tools act'],
  [
    /\b(?:retrieval|rag|faithful\w*|ground\w*|context|documents?)\b/i,
    'rag retrieval retrieve qa query answer search',
  ],
  [/\b(?:structured|json|sql|schema|extract\w*)\b/i, 'extract parse structured json sql schema'],
  [/\bsummar\w+/i, 'summarize summarise summary'],
  [/\btranslat\w+/i, 'translate translation'],
  [/\bclassif\w+/i, 'classify classifier'],
];

/** @param text what the experiment is to show, in the user's words */
export function purposeOf(text: string): Purpose {
  const wanted = FITS.filter(([pattern]) => pattern.test(text)).map(([, words]) => words);
  return { words: wanted.length === 0 ? () => false : oneOf(wanted.join(' ')) };
}

export function reasonsFor(traits: Traits, purpose: Purpose): Reason[] {
  return RULES.filter((rule) => rule.holds(traits, purpose)).map(({ name, weight }) => ({ name, weight }));
}
