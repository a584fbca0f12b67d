import type { Config } from '../../lib/config/environment';
import { domainUrl } from '../../lib/config/names';

/** The address of `npm start`. */
const LAPTOP_URL = 'http://127.0.0.1:3000';

/**
 * The Server Objects of an environment: the given URL, or its domain, or the address of `npm start`. API Gateway's own address holds
 * an id that only a deployment knows: it is a variable.
 */
export function serversOf({ environment, name }: Config, url: string | undefined): readonly object[] {
  const { domain, laptopOnly, region } = environment;
  const known = url?.replace(/\/+$/, '') ?? (domain && domainUrl(domain)) ?? (laptopOnly ? LAPTOP_URL : undefined);
  if (known !== undefined) {
    return [{ url: known, description: laptopOnly ? 'npm start' : `The environment ${name}` }];
  }
  const suffix = region?.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return [
    {
      url: `https://{apiId}.execute-api.{region}.${suffix}`,
      description: `The environment ${name}`,
      variables: {
        apiId: { default: 'API_ID', description: "The first part of the stack's output Url" },
        region: { default: region ?? 'REGION', description: 'The region of the stack' },
      },
    },
  ];
}
