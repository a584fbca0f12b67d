/**
 * Hashes of assets, and of the function's version, change with every edit of the function; a snapshot is about what
 * CloudFormation is asked for.
 */
const HASHES = [/[0-9a-f]{64}(?=\.(zip|json))/g, /(?<=CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g];

function mask(text: string): string {
  return HASHES.reduce((masked, hash) => masked.replace(hash, '[HASH]'), text);
}

const serializer: jest.SnapshotSerializerPlugin = {
  test: (value) => typeof value === 'object' && JSON.stringify(value) !== mask(JSON.stringify(value)),
  serialize: (value, config, indentation, depth, refs, printer) =>
    printer(JSON.parse(mask(JSON.stringify(value))), config, indentation, depth, refs),
};

module.exports = serializer;
