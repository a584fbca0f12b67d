import { environments, project } from '../../config/environments';
import { functions } from '../../config/functions';
import { buildApp } from '../../lib/build-app';
import { resolveConfig } from '../../lib/config/resolve';
import { generatedConfiguration } from '../support/generated-configuration';
import { testApp } from '../support/synth';

afterEach(() => {
  jest.restoreAllMocks();
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
    // The CDK prints on Node's console.
    const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    app.synth();
    // As `cdk synth --strict` has it: a warning fails it, too.
    expect(printed.mock.calls.map(String).filter((text) => /WARNING|ERROR/.test(text))).toEqual([]);
  },
  60_000,
);
