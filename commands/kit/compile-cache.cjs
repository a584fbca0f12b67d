// Preloaded before tsx: Node 22 and later keep the compiled code of aws-cdk-lib, and load it again without compiling it: on Node 24,
// a quarter of the processor time of a synth's app and of a command.
// It and tsx/cjs are preloaded by --require: --import would have Node start its loader of ES modules, in a thread of its own.
// In this folder rather than Node's default in the system's, where others of the machine could write.
const nodeModule = require('node:module');
const { join } = require('node:path');

// @ts-expect-error: the types are those of Node 20, which has none
nodeModule.enableCompileCache?.(join(__dirname, '../../.cache/node'));
