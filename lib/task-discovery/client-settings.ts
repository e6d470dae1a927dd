import type { Provider } from './llm-libraries.js';
import type { Argument, Expression, FunctionFacts } from './module-facts.js';
import { dotted } from './values.js';

/** Where an app's client has its key or its address from. */
export interface ClientSetting {
  readonly provider: Provider;
  readonly what: 'key' | 'endpoint';
  /**
   * - a text: the environment variable that the app reads for it
   * - `default`: its library's own, or what the source does not tell
   * - `given`: it stands in the source, or is none of the environment's
   */
  readonly from: { readonly variable: string } | 'default' | 'given';
}

const KEYWORDS: Readonly<Record<ClientSetting['what'], RegExp>> = {
  key: /(?:^|_)api_key$|^azure_ad_token(?:_provider)?$/,
  endpoint: /^(?:azure_endpoint|base_url|azure_base_url)$/,
};

/** How many names deep a value is followed. */
const DEEPEST = 4;

/** @returns the settings of a client, by what it is made with */
export function clientSettings(
  provider: Provider,
  given: readonly Argument[],
  code: FunctionFacts,
): ClientSetting[] {
  return (['key', 'endpoint'] as const).map((what) => {
    const argument = given.find(({ keyword }) => keyword !== undefined && KEYWORDS[what].test(keyword));
    if (argument === undefined) return { provider, what, from: 'default' };
    const isToken = argument.keyword?.startsWith('azure_ad_token') === true;
    return { provider, what, from: isToken ? 'given' : originOf(argument.value, code, 0) };
  });
}

function originOf(value: Expression, code: FunctionFacts, depth: number): ClientSetting['from'] {
  switch (value.kind) {
    case 'text':
      return 'given';
    case 'name': {
      const assigned = code.assigned.get(value.name) ?? code.module.body.assigned.get(value.name) ?? [];
      const [only] = assigned;
      return only === undefined || assigned.length > 1 || depth > DEEPEST
        ? 'default'
        : originOf(only, code, depth + 1);
    }
    case 'item':
      return /^(?:os\.)?environ$/.test(dotted(value.object) ?? '') ? variableOf(value.index) : 'default';
    case 'call': {
      if (!/^(?:os\.)?(?:getenv|environ\.get)$/.test(dotted(value.callee) ?? '')) return 'default';
      const [name, fallback] = value.given;
      return fallback === undefined ? variableOf(name?.value) : 'given';
    }
    default:
      return 'default';
  }
}

function variableOf(name: Expression | undefined): ClientSetting['from'] {
  return name?.kind === 'text' && /^[A-Za-z_]\w*$/.test(name.text) ? { variable: name.text } : 'default';
}
