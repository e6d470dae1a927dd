import type { ReceivedRequest } from './request.js';

/** A request on its way to its reply. */
export interface RoutedRequest extends ReceivedRequest {
  /** The body as it came, unpacked. */
  readonly bytes: Buffer;
  /** What the named groups of the route's path matched. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A reply: `body` is sent as JSON, `events` as server-sent events. */
export type Reply = { readonly status: number } & (
  { readonly body: unknown } | { readonly events: readonly string[] }
);

/** One kind of request that is understood. */
export interface Route {
  readonly methods: readonly string[];
  readonly path: RegExp;
  readonly reply: (request: RoutedRequest) => Reply | Promise<Reply>;
}
