import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { readAssembly } from '../../../../local/gateway/assembly/read-assembly';
import type { ApiModel } from '../../../../local/gateway/model';
import { MIRRORED } from '../../../support/mirror';
import { assemblyOf } from '../our-api';

/** A model as JSON, with the names of the bundles instead of their folders, which are those of the assembly. */
function shown(model: ApiModel): unknown {
  return JSON.parse(JSON.stringify(model, (key, value) => (key === 'codeDir' ? basename(value) : value)));
}

test('of an environment with a mirror the API is served, and as without: the mirror is no part of it', () => {
  const ofItsOwn = { ...MIRRORED, bootstrapQualifier: 'devapi' };
  const [mirrored, plain] = [ofItsOwn, { ...ofItsOwn, issuerMirror: undefined }].map((environment) =>
    assemblyOf('dev', environment, false),
  ) as [string, string];
  expect(readdirSync(mirrored)).toContain('Mirror.template.json');
  expect(shown(readAssembly(mirrored))).toEqual(shown(readAssembly(plain)));
});
