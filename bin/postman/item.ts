/** A request of a collection. */
export interface Item {
  readonly name: string;
  readonly event: readonly { readonly listen: 'prerequest' | 'test'; readonly script: object }[];
  readonly request: object;
}

export interface ItemProps {
  readonly name: string;
  readonly method: string;
  /** The URL as Postman takes it, with its parts. */
  readonly url: object;
  /** @default none is sent */
  readonly auth?: object;
  /** @default none */
  readonly header?: readonly object[];
  /** @default none */
  readonly body?: object;
  /** The lines of the script before the request. @default none */
  readonly before?: readonly string[];
  /** The lines of the script after the response. */
  readonly after: readonly string[];
}

/** Makes a request as the format of collections has it. */
export function item({ name, method, url, auth, header = [], body, before, after }: ItemProps): Item {
  const script = (exec: readonly string[]) => ({ type: 'text/javascript', exec });
  return {
    name,
    event: [
      ...(before ? [{ listen: 'prerequest' as const, script: script(before) }] : []),
      { listen: 'test', script: script(after) },
    ],
    request: { auth: auth ?? { type: 'noauth' }, method, header, ...(body && { body }), url },
  };
}
