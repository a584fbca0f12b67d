// Preloaded by every command and app: Node loads TypeScript, by tsx, and packages as fast as without it.
// By --require, and tsx for CommonJS: --import would have Node start its loader of ES modules, in a thread of its own.
const nodeModule = require('node:module');
const { join, sep } = require('node:path');

const PACKAGES = `${sep}node_modules${sep}`;

// Node 22 and later keep the compiled code of aws-cdk-lib, and load it again without compiling it: on Node 24, a quarter of the
// processor time of a synth's app and of a command.
// In this folder rather than Node's default in the system's, where others of the machine could write.
// @ts-expect-error: the types are those of Node 20, which has none
nodeModule.enableCompileCache?.(join(__dirname, '../../.cache/node'));

const { extensions } = require;
const byNode = extensions['.js'];
// @ts-expect-error: has no types
require('tsx/cjs');
const byTsx = extensions['.js'];

// tsx reads each file to its end, to tell whether Node can load it, and makes a CommonJS module of an ES one. Node 20.19 and later
// load what stands in packages, either kind: a third of the processor time of a synth's app went there.
/** @type {typeof byNode} */
extensions['.js'] = (module, file) => (file.includes(PACKAGES) ? byNode : byTsx)(module, file);
