const { join } = require('node:path');
const serve = require('../../support/serve-program');

// The program of bin/cdk, which its package does not export.
const { exec } = require(join(__dirname, '../../../node_modules/aws-cdk/lib/index.js'));

serve(exec);
