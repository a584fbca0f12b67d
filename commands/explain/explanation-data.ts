import { REFUSALS } from '../../local/authorizer';
import type { ExplainedRoute, Explanation } from '../advice/explanation';
import { shownToken } from '../advice/token-facts';
import { routeKey } from '../project/routes';

/**
 * The explanation as data, for programs. The checks come in the order in which they count; each says for itself whether
 * it passed, so that the verdict on the signature can be told from that on the claims. `established` tells whether API
 * Gateway is known to use the words of a refusal.
 */
export function explanationData(explanation: Explanation): object {
  const { environment, issuer, audience, at, token, isVerified, routes, isAllowed, notes } = explanation;
  const { length, segments, isReadable, kind, caller } = token;
  const { header, claims } = shownToken(token);
  return {
    allowed: isAllowed,
    at: new Date(at).toISOString(),
    environment,
    issuer,
    audience,
    token: {
      length,
      segments,
      ...(isReadable && {
        kind,
        caller,
        signatureVerified: isVerified,
        header: header.shown,
        claims: claims.shown,
        notShown: { header: header.others, claims: claims.others },
      }),
    },
    routes: routes.map(routeData),
    notes,
  };
}

function routeData({ route, decision, checks }: ExplainedRoute): object {
  return {
    route: routeKey(route),
    access: route.access,
    // What an allowed request is answered is up to the function.
    outcome:
      decision?.allowed === false
        ? { allowed: false, ...decision.refusal, established: REFUSALS[decision.failed.code].established }
        : { allowed: true },
    checks,
  };
}
