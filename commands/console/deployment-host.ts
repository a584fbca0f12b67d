import { environments } from '../../config/environments';
import type { Config } from '../../lib/config/environment';
import { createDocumentFetcher, createIssuerKeys } from '../../local/authorizer';
import type { ConsoleHost } from '../../local/console';
import { decisionOn, explainAnswer, type JudgedRoute } from '../advice/explain-answer';
import { OUR_APP } from '../advice/judged-app';
import { publishedKeys } from '../advice/published-keys';
import { routeView } from '../advice/route-view';
import { routeOf, sendWish } from '../advice/send-wish';
import { routeKey } from '../project/routes';
import type { IssuerConnection } from '../wso2/connection';

export interface DeploymentHostProps {
  readonly config: Config;
  /** Of the API, without a slash at the end. */
  readonly url: string;
  /** The way to the issuer. */
  readonly connection: IssuerConnection;
  /** Certificates to trust besides the public authorities, as PEM. @default none */
  readonly ca?: string;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
}

/** A deployment as the console sees it: without a log, tokens of a stand-in, reloads and faults. */
export function createDeploymentHost({ config, url, connection, ca, now }: DeploymentHostProps): ConsoleHost {
  const { issuer, clientIds: audience, identitySource, laptopOnly: isLaptop } = config.environment;
  const fetchDocument = createDocumentFetcher(connection);
  const keys = createIssuerKeys({ issuer, fetchDocument, now });
  const judgement = () => ({ keysOf: () => keys, isLaptop, app: OUR_APP, environments, at: now() });
  const routes = config.routes.map((route): JudgedRoute => {
    const { access } = route;
    const key = routeKey(route);
    const authorizer = { issuer, audience, identitySource };
    if ('public' in access) {
      return { routeKey: key, scopes: [], reason: access.public };
    }
    return 'anyToken' in access
      ? { routeKey: key, authorizer, scopes: [], reason: access.anyToken }
      : { routeKey: key, authorizer, scopes: access.scopes };
  });
  return {
    async overview() {
      return {
        api: { name: `${config.project}-${config.name}`, url, environment: config.name, isDeployed: true },
        issuer: { url: issuer, isStandIn: false, audience, ...(await publishedKeys(issuer, fetchDocument)) },
        routes: routes.map((route) => routeView(route, true)),
        notEmulated: [],
      };
    },
    onChange: () => {},
    explain: (token) => explainAnswer(token, routes, judgement()),
    async send(wish) {
      const route = routeOf(routes, wish);
      const answer = await sendWish(wish, route, { url, ca, described: config.routes });
      return route ? { ...answer, decision: await decisionOn(wish.token ?? '', route, judgement()) } : answer;
    },
  };
}
