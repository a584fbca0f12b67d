import { randomUUID } from 'node:crypto';
import type { FakeAnswer, FakeApplication, FakeWso2State } from './fake-wso2-state';

/** A role of a fake WSO2 IS 7. */
export interface FakeRole {
  readonly id: string;
  readonly displayName: string;
  readonly audience: { readonly type: 'application' | 'organization'; readonly value: string };
  permissions: string[];
}

interface RoleBody {
  readonly displayName: string;
  readonly audience?: { readonly type: 'application' | 'organization'; readonly value: string };
  readonly permissions?: readonly { readonly value: string }[];
  readonly Operations?: readonly { readonly op: string; readonly value: RoleBody }[];
}

const ORGANIZATION = { type: 'organization', value: '10084a8d-113f-4211-a0d5-efe36b082211' } as const;
const SCHEMAS = ['urn:ietf:params:scim:schemas:extension:2.0:Role'];

/**
 * The roles of a fake WSO2 IS 7, as its SCIM2 Roles API v2 has them. It takes permissions by `replace` only, since 7.0 takes
 * the others away when some are added.
 *
 * @see https://github.com/wso2-extensions/identity-inbound-provisioning-scim2: SCIMRoleManagerV2
 * @see https://github.com/wso2/carbon-identity-framework: RoleManagementServiceImpl, DefaultRoleManagementListener
 */
export class FakeRoles {
  readonly all: FakeRole[] = [];

  constructor(private readonly state: FakeWso2State) {}

  add(displayName: string, permissions: readonly string[], audience: FakeRole['audience'] = ORGANIZATION): FakeRole {
    const role = { id: randomUUID(), displayName, audience, permissions: [...permissions] };
    this.all.push(role);
    return role;
  }

  list(filter: string): FakeAnswer {
    const found = this.all.filter(({ displayName }) => filter === `displayName eq ${displayName}`);
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    return [200, { totalResults: found.length, startIndex: 1, itemsPerPage: found.length, schemas, Resources: found }];
  }

  read(id: string): FakeAnswer {
    const role = this.all.find((one) => one.id === id);
    return role ? [200, answerOf(role)] : [404, scimError(404, 'Role not found in the system.')];
  }

  create({ displayName, audience = ORGANIZATION, permissions = [] }: RoleBody): FakeAnswer {
    const isSame = (role: FakeRole) => role.displayName === displayName && role.audience.value === audience.value;
    if (this.all.some(isSame)) {
      return [409, scimError(409, `Role with name: ${displayName} already exists`)];
    }
    const names = permissions.map(({ value }) => value);
    if (audience.type === 'application') {
      const refused = whyNotOf(
        this.state.applications.find(({ id }) => id === audience.value),
        names,
      );
      if (refused !== undefined) {
        return [400, { ...scimError(400, refused), scimType: 'invalidValue' }];
      }
    }
    return [201, answerOf(this.add(displayName, names, audience))];
  }

  patch(id: string, { Operations = [] }: RoleBody): FakeAnswer {
    const role = this.all.find((one) => one.id === id);
    const [operation] = Operations;
    if (!role || operation?.op !== 'replace') {
      return [400, scimError(400, 'Request is unparsable, syntactically incorrect, or violates schema.')];
    }
    role.permissions = (operation.value.permissions ?? []).map(({ value }) => value);
    return [200, answerOf(role)];
  }

  delete(id: string): FakeAnswer {
    this.all.splice(
      this.all.findIndex((one) => one.id === id),
      1,
    );
    return [204];
  }
}

function answerOf({ permissions, ...role }: FakeRole): unknown {
  return { schemas: SCHEMAS, ...role, permissions: permissions.map((value) => ({ value, display: value })) };
}

function whyNotOf(application: FakeApplication | undefined, permissions: readonly string[]): string | undefined {
  if (application?.rolesOf !== 'APPLICATION') {
    return `Application: ${application?.id} does not have Application role audience type`;
  }
  const authorized = [...application.authorized.values()].flat();
  const refused = permissions.find((permission) => !authorized.includes(permission));
  return refused === undefined ? undefined : `Permission : ${refused} is not authorized for application`;
}

function scimError(status: number, detail: string): Record<string, unknown> {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail };
}
