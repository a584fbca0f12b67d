import { environments } from '../../config/environments';
import { synthesize } from '../support/synth';

test.each(Object.keys(environments))('%s synthesizes the reviewed template', (env) => {
  expect(synthesize({ env }).toJSON()).toMatchSnapshot();
});

test('a domain with a certificate of its own, DNS records and mutual TLS is as reviewed', () => {
  const domain = {
    name: 'api.example.com',
    hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
    mutualTls: { truststore: 's3://truststore-bucket/ca.pem', truststoreVersion: 'version-id' },
  };
  const { Resources, Outputs } = synthesize(
    { env: 'dev' },
    { environment: { domain, ipAddressType: 'dualstack' } },
  ).toJSON();
  const added = Object.entries(Resources).filter(([id]) => /^Domain|^HttpApi[0-9A-F]{8}$/.test(id));
  expect({ Resources: Object.fromEntries(added), Outputs }).toMatchSnapshot();
});

test('the same configuration always gives the same template', () => {
  expect(synthesize({ env: 'prod' }).toJSON()).toEqual(synthesize({ env: 'prod' }).toJSON());
});
