/** Asset hashes change with every edit of the function; a snapshot is about what CloudFormation is asked for. */
const HASH = /[0-9a-f]{64}(?=\.(zip|json))/g;

const serializer: jest.SnapshotSerializerPlugin = {
  test: (value) => typeof value === 'string' && value.search(HASH) !== -1,
  serialize: (value: string) => JSON.stringify(value.replace(HASH, '[HASH]')),
};

module.exports = serializer;
