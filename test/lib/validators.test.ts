import { CloudFormationValidatePlugin, Stage } from 'aws-cdk-lib';
import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { addStacks } from '../../lib/add-mirror';
import { resolveConfig } from '../../lib/config/resolve';
import { addGuards } from '../../lib/guards';
import { generatedConfiguration } from '../support/generated-configuration';
import { testApp } from '../support/synth';

afterEach(() => {
  jest.restoreAllMocks();
});

const CONFIGURATIONS = Number(process.env['CONFIGURATIONS'] ?? 3);

/** Where the environments are deployed that name an account and a region, and here the others, too. */
const PLACE = { account: '111111111111', region: 'eu-west-1' };

test(`no validator objects to, or warns of, what is generated from ${CONFIGURATIONS} seeds`, () => {
  const app = testApp();
  addGuards(app, true);
  // In one app and one place, for which CloudFormation's rules are compiled once. A finding tells its seed.
  for (let seed = 0; seed < CONFIGURATIONS; seed++) {
    const { environment, routes } = generatedConfiguration(seed);
    const config = resolveConfig({
      project,
      environments: { ...environments, dev: environment },
      routes,
      functions,
      context: { env: 'dev' },
    });
    addStacks(new Stage(app, `Seed${seed}`), config, PLACE);
  }
  // The CDK prints on Node's console.
  const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const judged = jest.spyOn(CloudFormationValidatePlugin.prototype, 'validate');
  app.synth();
  // As `cdk synth --strict` has it: a warning fails it, too.
  expect(printed.mock.calls.map(String).filter((text) => /WARNING|ERROR/.test(text))).toEqual([]);
  expect(judged.mock.calls.map(([{ region }]) => region)).toEqual([PLACE.region]);
});
