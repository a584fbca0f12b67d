import type { DecisionView, RouteView } from '../protocol';
import { pickRoute } from './actions';
import { Method, Section, Status } from './parts';
import { store } from './state';
import { plural } from './words';

/** All routes, who may call them, and whether the held token would pass. */
export function Routes() {
  const overview = store.use((state) => state.overview);
  const picked = store.use((state) => state.routeKey);
  const explained = store.use((state) => state.explained);
  const held = store.use((state) => state.held);
  const routes = overview?.routes ?? [];
  const decisionOn = (routeKey: string) => explained?.routes.find((route) => route.routeKey === routeKey)?.decision;
  const passed = routes.filter(({ routeKey }) => decisionOn(routeKey)?.allowed).length;
  return (
    <Section
      id="routes"
      title="Routes"
      isBusy={!overview}
      aside={
        explained && (
          <span class="hint">
            {held.token === '' ? 'without a token' : <code class="tag">{held.name}</code>} passes {passed} of{' '}
            {routes.length}
          </span>
        )
      }
    >
      <ul class="picks">
        {routes.map((route) => (
          <li key={route.routeKey}>
            <RoutePick route={route} isPicked={route.routeKey === picked} decision={decisionOn(route.routeKey)} />
          </li>
        ))}
      </ul>
      {overview && overview.notEmulated.length > 0 && (
        <details class="fold">
          <summary>{plural(overview.notEmulated.length, 'thing')} in the template not emulated</summary>
          <ul>
            {overview.notEmulated.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

interface RoutePickProps {
  readonly route: RouteView;
  readonly isPicked: boolean;
  readonly decision?: DecisionView;
}

function RoutePick({ route, isPicked, decision }: RoutePickProps) {
  const [method = '', path] = route.routeKey.split(' ');
  return (
    <button type="button" class="pick" aria-pressed={isPicked} onClick={() => pickRoute(route.routeKey)}>
      <span class="pick-name">
        <Method>{method}</Method> <code>{path}</code>
      </span>
      <Verdict route={route} decision={decision} />
      <span class="pick-what">{whoMayCall(route)}</span>
      {route.isCodeMissing && <span class="pick-what warn">no code for it yet: lambda/handler.ts</span>}
      {route.notEmulated !== undefined && <span class="pick-what warn">answered 501: {route.notEmulated}</span>}
    </button>
  );
}

function Verdict({ route, decision }: Pick<RoutePickProps, 'route' | 'decision'>) {
  if (route.notEmulated !== undefined) {
    return <Status code={501} />;
  }
  if (!decision) {
    return <span />;
  }
  return decision.allowed ? <span class="would pass">passes</span> : <Status code={decision.status ?? 401} />;
}

/** In the words of config/routes.ts. */
function whoMayCall({ access }: RouteView): string {
  const why = (reason?: string) => (reason === undefined ? '' : `: ${reason}`);
  switch (access.kind) {
    case 'public':
      return `anyone${why(access.reason)}`;
    case 'any token':
      return `any valid token${why(access.reason)}`;
    case 'scopes':
      return `a token with ${access.anyOf.join(' or ')}`;
  }
}
