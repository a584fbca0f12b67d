import type { Route } from '../../lib/api/types';
import { exampleBody } from '../project/operations';
import {
  type CaseToken,
  type ExpectedAnswer,
  GARBAGE,
  PATH_PARAMETER_VALUE,
  type RouteCase,
  routeCases,
  routeKey,
} from '../project/routes';
import { type Item, item } from './item';

/** The variable of the collection that holds the token of a case. */
const TOKENS: Readonly<Partial<Record<CaseToken, { readonly name: string; readonly value?: string }>>> = {
  none: { name: 'without a token' },
  garbage: { name: 'with a token that is none', value: GARBAGE },
  expired: { name: 'with an expired token', value: '{{expired_token}}' },
  'no scope': { name: 'with a token without the scope', value: '{{token_without_scope}}' },
  valid: { name: 'with a token', value: '{{access_token}}' },
};

/** The calls of a route: those of `npm run smoke`, but for the token whose signature is changed. */
export function routeItems(route: Route): Item[] {
  return routeCases(route).flatMap((routeCase) => {
    const token = TOKENS[routeCase.token];
    return token ? [itemOf(routeCase, token)] : [];
  });
}

function itemOf({ route, token, expected }: RouteCase, { name, value }: { name: string; value?: string }): Item {
  const { method } = route;
  const key = routeKey(route);
  const example = exampleBody(key);
  const answer: ExpectedAnswer = expected.kind === 'served' && example ? { ...expected, only2xx: true } : expected;
  return item({
    name: `${key} ${name}: ${statusOf(answer)}`,
    method,
    url: urlOf(route),
    ...(value !== undefined && { auth: { type: 'bearer', bearer: [{ key: 'token', value, type: 'string' }] } }),
    ...(example && {
      header: [{ key: 'content-type', value: 'application/json' }],
      body: { mode: 'raw', raw: JSON.stringify(example, null, 2), options: { raw: { language: 'json' } } },
    }),
    ...(token === 'expired' && {
      before: EXPIRED_TOKEN_IS_THERE,
    }),
    after: assertions(answer, method),
  });
}

/** Fails the request, and does not send it, unless it has a token whose time is over: nothing else would be tried. */
const EXPIRED_TOKEN_IS_THERE = [
  "const token = pm.environment.get('expired_token') || '';",
  'let exp;',
  'try {',
  "  exp = JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'))).exp;",
  '} catch {',
  '  // Not a JWT.',
  '}',
  'const isExpired = exp * 1000 < Date.now();',
  "pm.test('expired_token holds a token that has expired: EXPIRED of npm start, or one of an hour ago', () => {",
  '  pm.expect(isExpired).to.eql(true);',
  '});',
  'if (!isExpired) {',
  '  pm.execution.skipRequest();',
  '}',
];

/** As Postman writes path parameters: `:name`. */
function urlOf({ path }: Route): object {
  const segments = path.split('/').filter((segment) => segment !== '');
  const names = segments.flatMap((segment) => /^\{(.*?)\+?\}$/.exec(segment)?.[1] ?? []);
  const asPath = segments.map((segment) => segment.replace(/^\{(.*?)\+?\}$/, ':$1'));
  return {
    raw: ['{{base_url}}', ...asPath].join('/'),
    host: ['{{base_url}}'],
    path: asPath,
    ...(names.length > 0 && { variable: names.map((key) => ({ key, value: PATH_PARAMETER_VALUE })) }),
  };
}

function statusOf(expected: ExpectedAnswer): string {
  return expected.kind === 'refused' ? String(expected.status) : expected.only2xx ? '2xx' : 'passed on';
}

function assertions(expected: ExpectedAnswer, method: string): string[] {
  if (expected.kind === 'served') {
    return expected.only2xx
      ? ["pm.test('answers 2xx', () => pm.expect(pm.response.code).to.be.within(200, 299));"]
      : [
          "pm.test('is passed on to the function', () => {",
          '  pm.expect(pm.response.code).to.be.within(200, 499);',
          '  pm.expect(pm.response.code).not.to.be.oneOf([401, 403, 429]);',
          '});',
        ];
  }
  const { status, body, wwwAuthenticate } = expected;
  const header = "pm.response.headers.get('www-authenticate')";
  return [
    `pm.test('answers ${status}', () => pm.response.to.have.status(${status}));`,
    // The answer to HEAD has no body.
    ...(method === 'HEAD'
      ? []
      : [`pm.test('says no more', () => pm.expect(pm.response.text()).to.eql(${literal(body)}));`]),
    ...(wwwAuthenticate === undefined
      ? []
      : [
          "pm.test('says what is wrong in www-authenticate', () => {",
          ...('is' in wwwAuthenticate
            ? [`  pm.expect(${header}).to.eql(${literal(wwwAuthenticate.is)});`]
            : wwwAuthenticate.has.map((part) => `  pm.expect(${header}).to.include(${literal(part)});`)),
          '});',
        ]),
  ];
}

function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
