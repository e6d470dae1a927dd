import type { Received } from './received.js';

/** What a fault does to one attempt. */
export type Misfortune =
  | {
      readonly does: 'refuse';
      readonly status: 429 | 500;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly does: 'delay' }
  | { readonly does: 'drop' }
  | { readonly does: 'spoil'; readonly spoil: (text: string) => string };

/** One way in which the real services have a bad day. */
export interface FaultKind {
  readonly description: string;
  readonly misfortune: Misfortune;
  /** Whether the same request is answered well when it comes again. */
  readonly passes: boolean;
  /** Whether the first attempt of each upload of results to Datadog fails in this way too. */
  readonly hitsUploads: boolean;
}

/** How many characters a very long answer has. */
const LONG = 1024 * 1024;

/** Every fault that the stand-in can play. */
export const FAULTS = {
  '429': {
    description:
      'every second request is refused once with 429 and "Retry-After: 1", and each upload of results',
    misfortune: { does: 'refuse', status: 429, headers: { 'retry-after': '1' } },
    passes: true,
    hitsUploads: true,
  },
  '500': {
    description: 'every second request is refused once with 500, and each upload of results',
    misfortune: { does: 'refuse', status: 500, headers: {} },
    passes: true,
    hitsUploads: true,
  },
  slow: {
    description: 'every second request is answered late, once',
    misfortune: { does: 'delay' },
    passes: true,
    hitsUploads: false,
  },
  dropped: {
    description:
      "every second request's connection breaks once, in the middle of a stream, and that of each upload of results",
    misfortune: { does: 'drop' },
    passes: true,
    hitsUploads: true,
  },
  malformed: {
    description: 'every second answer of the LLM is JSON cut short, or text that breaks off in JSON',
    misfortune: { does: 'spoil', spoil: cutShort },
    passes: false,
    hitsUploads: false,
  },
  empty: {
    description: 'every second answer of the LLM is empty',
    misfortune: { does: 'spoil', spoil: () => '' },
    passes: false,
    hitsUploads: false,
  },
  long: {
    description: 'every second answer of the LLM has a million characters',
    misfortune: { does: 'spoil', spoil: (text) => `${text} `.repeat(Math.ceil(LONG / (text.length + 1))) },
    passes: false,
    hitsUploads: false,
  },
} as const satisfies Record<string, FaultKind>;

/** The name of a fault. */
export type Fault = keyof typeof FAULTS;

/** Whose bad day it is: an LLM's, where every second request suffers, or Datadog's, where each upload does. */
export type Service = 'llm' | 'upload';

/**
 * @param fault what goes wrong, if anything
 * @param received where the faults, and the attempts behind them, are counted
 * @returns what befalls an attempt, undefined where it is to be answered well. The same text of the same service
 * is another attempt at the same request; the first request suffers, the second does not
 */
export function misfortunes(
  fault: Fault | undefined,
  received: Received,
): (service: Service, text: string) => Misfortune | undefined {
  const kind: FaultKind | undefined = fault === undefined ? undefined : FAULTS[fault];
  const requests: Record<Service, Map<string, { readonly unlucky: boolean; failed: boolean }>> = {
    llm: new Map(),
    upload: new Map(),
  };
  return (service, text) => {
    if (kind === undefined || (service === 'upload' && !kind.hitsUploads)) return undefined;
    const known = requests[service].get(text);
    const request = known ?? {
      unlucky: service === 'upload' || requests[service].size % 2 === 0,
      failed: false,
    };
    requests[service].set(text, request);
    if (request.failed) received.retries += 1;
    request.failed = request.unlucky && (known === undefined || !kind.passes);
    if (!request.failed) return undefined;
    received.faults += 1;
    return kind.misfortune;
  };
}

function cutShort(text: string): string {
  const half = text.slice(0, Math.ceil(text.length / 2));
  return /^\s*[[{]/.test(text) ? half : `${half}{"`;
}
