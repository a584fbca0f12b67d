import { createHash } from 'node:crypto';

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

/** A UUID that is the same for the same name, so that importing a file again replaces what it was. */
export function stableId(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
