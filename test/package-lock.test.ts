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
  // What a package brings along is inside its own archive, and under that one's hash.
  const downloaded = entries.filter(([, { inBundle, link }]) => !inBundle && !link);
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

test('the versions are those that package.json pins', () => {
  const pinned = Object.entries<string>({ ...dependencies, ...devDependencies });
  const locked = new Map(entries.map(([path, { version }]) => [path, version]));
  expect(pinned.filter(([name, version]) => locked.get(`node_modules/${name}`) !== version)).toEqual([]);
});
