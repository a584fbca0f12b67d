import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import devcontainer from '../.devcontainer/devcontainer.json';
import { startCommand } from '../commands/start/start-command';
import packageJson from '../package.json';

const [, node = ''] =
  /^mcr\.microsoft\.com\/devcontainers\/typescript-node:(\d+)-bookworm$/.exec(devcontainer.image) ?? [];

test('the dev container has the Node of .node-version, which package.json takes', () => {
  expect(node).toBe(readFileSync(join(__dirname, '../.node-version'), 'utf8').trim());
  const [, floor = ''] = /^>=(\d+)\./.exec(packageJson.engines.node) ?? [];
  expect(Number(node)).toBeGreaterThan(Number(floor));
});

test('the dev container forwards the ports of npm start', () => {
  const { port, 'console-port': consolePort } = startCommand.flags;
  expect(devcontainer.forwardPorts).toEqual([Number(port.default), Number(consolePort.default), 9443]);
  expect(Object.keys(devcontainer.portsAttributes)).toEqual(devcontainer.forwardPorts.map(String));
});

test('the dev container installs what the lock file says', () => {
  expect(devcontainer.postCreateCommand).toBe('npm ci');
});
