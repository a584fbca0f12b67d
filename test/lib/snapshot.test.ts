import { environments } from '../../config/environments';
import { synthesize } from '../support/synth';

test.each(Object.keys(environments))('%s synthesizes the reviewed template', (env) => {
  expect(synthesize({ env }).toJSON()).toMatchSnapshot();
});

test('the same configuration always gives the same template', () => {
  expect(synthesize({ env: 'prod' }).toJSON()).toEqual(synthesize({ env: 'prod' }).toJSON());
});
