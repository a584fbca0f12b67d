import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/**
 * `node relative-sources.mjs ROOT OUTPUT`: names the sources of the map in OUTPUT as seen from ROOT, so that the map is the
 * same wherever it is written to. Run by the bundling; plain JavaScript, because it must start fast.
 */
const [root = '', output = ''] = process.argv.slice(2);
const file = join(output, 'index.mjs.map');
const map = JSON.parse(readFileSync(file, 'utf8'));
map.sources = map.sources.map((/** @type {string} */ source) =>
  relative(root, resolve(output, source)).split(sep).join('/'),
);
writeFileSync(file, JSON.stringify(map));
