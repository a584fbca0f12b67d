import client from '../examples/client/package.json';
import { dependencies, devDependencies } from '../package.json';
import lock from '../package-lock.json';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
}

const entries = Object.entries<Entry>(lock.packages).filter(([path]) => path !== '');

test('every entry that npm downloads has a hash, so that nobody can put another package in its place', () => {
  // What a package brings along is inside its own archive, and under that one's hash; our own packages are no downloads.
  const downloaded = entries.filter(
    ([path, { inBundle, link }]) => !inBundle && !link && path.includes('node_modules/'),
  );
  expect(downloaded.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
});

test('a package that is brought along lies in one that has a hash', () => {
  const bundled = entries.flatMap(([path, { inBundle }]) => (inBundle ? [path] : []));
  const bringing = bundled.map((path) => {
    const parents = entries.filter(([parent, { inBundle }]) => !inBundle && path.startsWith(`${parent}/node_modules/`));
    return parents.some(([, { integrity }]) => integrity !== undefined);
  });
  expect(bringing).toEqual(bundled.map(() => true));
});

test('the versions are those that the two package.json pin', () => {
  const locked = new Map(entries.map(([path, { version }]) => [path, version]));
  const ours = Object.entries<string>({ ...dependencies, ...devDependencies });
  expect(ours.filter(([name, version]) => locked.get(`node_modules/${name}`) !== version)).toEqual([]);
  const ofClient = Object.entries<string>({ ...client.dependencies, ...client.devDependencies });
  const lockedFor = (name: string) =>
    locked.get(`examples/client/node_modules/${name}`) ?? locked.get(`node_modules/${name}`);
  expect(ofClient.filter(([name, version]) => lockedFor(name) !== version)).toEqual([]);
});
