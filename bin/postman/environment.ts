import { stableId } from './stable-id';

export interface EnvironmentProps {
  readonly name: string;
  /** @default empty, to be filled in */
  readonly baseUrl?: string;
  /** @default empty, to be filled in */
  readonly issuer?: string;
  /** @default empty, to be filled in */
  readonly clientId?: string;
  /** For a client that is known to a stand-in only. @default empty, to be filled in and not to be shared */
  readonly clientSecret?: string;
}

/** An environment of Postman. What must not be seen or shared is of the type that Postman masks. */
export function environment({ name, baseUrl, issuer, clientId, clientSecret }: EnvironmentProps): object {
  const variable = (key: string, value = '', type: 'default' | 'secret' = 'default') => ({
    key,
    value,
    type,
    enabled: true,
  });
  return {
    id: stableId(name),
    name,
    values: [
      variable('base_url', baseUrl),
      variable('issuer', issuer),
      variable('client_id', clientId),
      variable('client_secret', clientSecret, 'secret'),
      variable('expired_token', '', 'secret'),
      // Set by the first requests.
      variable('token_endpoint'),
      variable('access_token', '', 'secret'),
      variable('token_without_scope', '', 'secret'),
    ],
    _postman_variable_scope: 'environment',
  };
}
