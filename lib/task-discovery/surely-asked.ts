import type { Reach, Target } from './call-graph.js';
import type { Provider } from './llm-libraries.js';
import type { FunctionFacts } from './module-facts.js';

/**
 * @returns those of a function's providers that each of its calls asks, as far as the source tells: what it asks in a
 *   branch, or with a client that may be of several, is not among them
 */
export function surelyAsked(reach: Reach, reaches: ReadonlyMap<FunctionFacts, Reach>): Set<Provider> {
  const asked = new Map<FunctionFacts, Set<Provider>>([[reach.code, new Set()]]);
  for (const code of asked.keys()) {
    for (const target of reaches.get(code)?.sites.flat() ?? []) {
      if (isFunction(target) && !asked.has(target)) asked.set(target, new Set());
    }
  }
  // Functions that call each other know of the rest only once the others do.
  for (let isGrowing = true; isGrowing;) {
    isGrowing = false;
    for (const [code, providers] of asked) {
      const before = providers.size;
      for (const targets of reaches.get(code)?.sites ?? []) {
        for (const provider of commonOf(targets, asked)) providers.add(provider);
      }
      isGrowing ||= providers.size > before;
    }
  }
  return asked.get(reach.code) ?? new Set();
}

function isFunction(target: Target): target is FunctionFacts {
  return 'module' in target;
}

/** What is asked whichever of a call's targets it leads to. */
function commonOf(
  [first, ...others]: readonly Target[],
  asked: ReadonlyMap<FunctionFacts, ReadonlySet<Provider>>,
): Provider[] {
  if (first === undefined) return [];
  const providers = providersOf(first, asked);
  return providers.filter((one) => others.every((other) => providersOf(other, asked).includes(one)));
}

function providersOf(
  target: Target,
  asked: ReadonlyMap<FunctionFacts, ReadonlySet<Provider>>,
): readonly Provider[] {
  if (isFunction(target)) return [...(asked.get(target) ?? [])];
  // A chain that holds several models may hold them to choose from.
  return target.length === 1 ? target : [];
}
