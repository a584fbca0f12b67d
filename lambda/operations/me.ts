import * as v from 'valibot';
import { content, type Operation } from './operation';

const text = (description: string) => v.pipe(v.string(), v.description(description));
const time = (description: string) => v.pipe(v.string(), v.isoTimestamp(), v.description(description));
const list = (description: string) => v.pipe(v.array(v.string()), v.description(description));

/** The answer of `GET /me`: the caller, as API Gateway verified it. Members the token says nothing about are absent. */
const Me = v.strictObject({
  subject: text(
    "The user's id or name; with client credentials the client id, before WSO2 IS 7 the application's owner",
  ),
  clientId: text('The client that the token was issued to'),
  kind: v.pipe(
    v.picklist(['user', 'application', 'agent', 'unknown']),
    v.description('The one who calls; unknown where the token does not say'),
  ),
  actor: v.optional(
    v.strictObject({
      subject: text('The id of the user or agent that acts as the subject'),
      kind: v.picklist(['user', 'agent', 'unknown']),
    }),
  ),
  scopes: list('All scopes of the token'),
  organization: v.optional(
    v.strictObject({ id: v.string(), name: v.optional(v.string()), handle: v.optional(v.string()) }),
  ),
  issuer: text('The issuer of the token'),
  audience: list('Those whom the token is for'),
  tokenId: v.optional(text('The id of the token')),
  issuedAt: v.optional(time('When the token was issued')),
  expiresAt: time('When the token expires'),
});

/** @see {@link me} */
export type Me = v.InferOutput<typeof Me>;

/** `GET /me` */
export const me = {
  id: 'getMe',
  tag: 'Caller',
  summary: 'Says who calls, as API Gateway verified the token',
  answer: content({
    name: 'Me',
    description: 'The caller',
    schema: Me,
    examples: {
      user: {
        subject: 'c3b1f9c2-8a52-4b7e-9f0d-2f6a1e5d7c90',
        clientId: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
        kind: 'user',
        scopes: ['openid', 'quotes:write'],
        organization: { id: '10084a8d-113f-4211-a0d5-efe36b082211', name: 'Super' },
        issuer: 'https://localhost:9443/oauth2/token',
        audience: ['bq2fH0cVwTz9sXk1RmLd7uYpEeQa'],
        tokenId: '0f8c6c3e-5a0e-4d53-9e0b-6a3c1d2f4b5a',
        issuedAt: '2025-04-14T21:13:56.000Z',
        expiresAt: '2025-04-14T22:13:56.000Z',
      },
      application: {
        subject: 'admin@carbon.super',
        clientId: 'bq2fH0cVwTz9sXk1RmLd7uYpEeQa',
        kind: 'application',
        scopes: ['default'],
        issuer: 'https://localhost:9443/oauth2/token',
        audience: ['bq2fH0cVwTz9sXk1RmLd7uYpEeQa'],
        tokenId: '0f8c6c3e-5a0e-4d53-9e0b-6a3c1d2f4b5a',
        issuedAt: '2025-04-14T21:13:56.000Z',
        expiresAt: '2025-04-14T22:13:56.000Z',
      },
    },
  }),
} as const satisfies Operation;
