import { type Fault, show } from '../../lib/config/fault';
import { issuerFaults } from '../../lib/config/issuer-rules';
import { hostnameAdvice } from '../support/wso2-places';
import { discoveryAnswer, readAnswer } from './answers';
import type { ManagementApi } from './management-api';
import type { ManagementRequests } from './management-requests';
import type { RegisterOptions } from './register-options';

/**
 * The issuer as WSO2 IS itself spells it, which is how `iss` of its tokens is spelled.
 *
 * @throws CommandError when WSO2 IS does not answer
 */
export async function serverIssuer(api: ManagementApi, requests: ManagementRequests): Promise<string> {
  const request = requests.discover();
  return readAnswer(discoveryAnswer, request, await api.send(request)).issuer;
}

/**
 * Why API Gateway will not like this issuer, although it is the server's own.
 *
 * @param laptopOnly whether the environment that it is for is never deployed
 */
export function issuerWarnings(issuer: string, { server }: RegisterOptions, laptopOnly: boolean): Fault[] {
  const what = 'the issuer of WSO2 IS';
  const got = show(issuer);
  const faults: Fault[] = laptopOnly ? [] : issuerFaults(issuer, false).map((advice) => ({ what, got, ...advice }));
  if (new URL(issuer).origin !== server) {
    const wanted = new URL(new URL(issuer).pathname, server).href;
    faults.push({ what, got, expected: `one at ${server}`, fix: hostnameAdvice(wanted) });
  }
  return faults;
}
