import type { ReceivedRequest } from './request.js';

/** A request on its way to its reply. */
export interface RoutedRequest extends ReceivedRequest {
  /** The body as it came, unpacked. */
  readonly bytes: Buffer;
  /** What the named groups of the route's path matched. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A reply: `body` is sent as JSON, `parts` one after the other, as what `contentType` says they are. */
export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is to break: in the middle of the parts, or before a body. */
  readonly dropped?: boolean;
} & (
  | { readonly body: unknown }
  | { readonly contentType: string; readonly parts: readonly (string | Uint8Array)[] }
);

/** One kind of request that is understood. */
export interface Route {
  readonly methods: readonly string[];
  readonly path: RegExp;
  readonly reply: (request: RoutedRequest) => Reply | Promise<Reply>;
}

/**
 * @param events what to send; an event without a name has `data` alone
 * @returns the reply that streams them: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream(events: readonly { readonly name?: string; readonly data: unknown }[]): Reply {
  return {
    status: 200,
    contentType: 'text/event-stream',
    parts: events.map(({ name, data }) => {
      const line = typeof data === 'string' ? data : JSON.stringify(data);
      return `${name === undefined ? '' : `event: ${name}\n`}data: ${line}\n\n`;
    }),
  };
}
