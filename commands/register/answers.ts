import { z } from 'zod';
import { CommandError } from '../kit/command';
import type { ManagementRequest } from './management-requests';

/** Texts that may be pasted into a shell and a file of TypeScript as they are, because they are printed for that. */
const PLAIN = /^[\w.:/~%@+=,-]+$/;

/** As much of the discovery document as registering takes. */
export const discoveryAnswer = z.looseObject({ issuer: z.url({ protocol: /^https$/ }).regex(PLAIN) });

/** The issuer that an application's tokens have, where WSO2 IS 7.3 and later let it choose. */
const applicationIssuer = z.looseObject({
  value: z
    .url({ protocol: /^https$/ })
    .regex(PLAIN)
    .nullish(),
});

/** A page of applications. */
export const applicationsAnswer = z.looseObject({
  applications: z.array(z.looseObject({ id: z.string(), name: z.string() })).nullish(),
});

/** The answer of dynamic client registration. */
export const registrationAnswer = z.looseObject({
  client_id: z.string().regex(PLAIN),
  client_secret: z.string().nullish(),
});

/** The OpenID Connect settings of an application. Members that are not named here go back as they came. */
export const protocolAnswer = z.looseObject({
  clientId: z.string().regex(PLAIN),
  clientSecret: z.string().nullish(),
  state: z.string().nullish(),
  grantTypes: z.array(z.string()).nullish(),
  callbackURLs: z.array(z.string()).nullish(),
  publicClient: z.boolean().nullish(),
  accessToken: z.looseObject({ type: z.string().nullish() }).nullish(),
  idToken: z.looseObject({ audience: z.array(z.string()).nullish() }).nullish(),
  issuer: applicationIssuer.nullish(),
});

export type Protocol = z.infer<typeof protocolAnswer>;

/** The roles that an application takes: those of the organization where it does not say. */
export const associatedRolesAnswer = z.looseObject({
  associatedRoles: z.looseObject({ allowedAudience: z.enum(['APPLICATION', 'ORGANIZATION']).nullish() }).nullish(),
});

/** A page of roles. */
export const rolesAnswer = z.looseObject({
  Resources: z
    .array(
      z.looseObject({
        id: z.string(),
        displayName: z.string(),
        audience: z.looseObject({ type: z.string(), value: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/** A role with its permissions, which are scopes. */
export const roleAnswer = z.looseObject({
  id: z.string().min(1),
  permissions: z.array(z.looseObject({ value: z.string() })).nullish(),
});

/** A page of API resources. */
export const resourcesAnswer = z.looseObject({
  APIResources: z.array(z.looseObject({ id: z.string(), identifier: z.string() })).nullish(),
});

/** An API resource with its scopes. */
export const resourceAnswer = z.looseObject({
  id: z.string().min(1),
  scopes: z.array(z.looseObject({ name: z.string() })).nullish(),
});

/** The API resources that an application is authorized to. */
export const authorizedAnswer = z.array(
  z.looseObject({ id: z.string(), authorizedScopes: z.array(z.looseObject({ name: z.string() })).nullish() }),
);

/**
 * An answer in the shape that is known of it.
 *
 * @throws CommandError when it has another; its values are not shown, for there may be a secret among them
 */
export function readAnswer<T>(schema: z.ZodType<T>, { method, url }: ManagementRequest, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = issue?.path.join('.') || 'the answer';
    const fix = 'check --server: a proxy may answer in its place';
    throw new CommandError([
      { what: `${method} ${url}`, got: `${where} of another kind`, expected: 'the answer of WSO2 IS', fix },
    ]);
  }
  return result.data;
}
