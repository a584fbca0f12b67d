import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { buildApp } from '../../lib/build-app';
import { resolveConfig } from '../../lib/config/resolve';
import { generatedConfiguration } from '../support/generated-configuration';
import { testApp } from '../support/synth';

beforeAll(() => {
  delete process.env['CDK_VALIDATION'];
});

/** Each takes a second or more: CloudFormation's rules are compiled anew for each template. */
const CONFIGURATIONS = Number(process.env['CONFIGURATIONS'] ?? 3);

test.each(Array.from({ length: CONFIGURATIONS }, (_, seed) => seed))(
  'no validator objects to, or warns of, what is generated from seed %d',
  (seed) => {
    const { environment, routes } = generatedConfiguration(seed);
    const app = testApp();
    const config = resolveConfig({
      project,
      environments: { ...environments, dev: environment },
      routes,
      functions,
      context: { env: 'dev' },
    });
    buildApp(app, config, { account: '222222222222', region: 'eu-central-1' });
    const told: string[] = [];
    jest.spyOn(console, 'error').mockImplementation((text: string) => void told.push(text));
    app.synth();
    // As `cdk synth --strict` has it: a warning fails it, too.
    expect(told.filter((text) => /WARNING|ERROR/.test(text))).toEqual([]);
  },
  60_000,
);
