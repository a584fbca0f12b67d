import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerCommand } from '../../../commands/register/register-command';
import { tempFolder } from '../../local/gateway/support/temp-folders';
import { type Invoked, invoke, type World } from '../support/invoke';
import { ADMIN, FakeWso2, type FakeWso2Props } from './fake-wso2/fake-wso2';

/** `npm run register` against a fake WSO2 IS of each test's own. */
export interface Registering {
  /** The folder of the project. */
  readonly root: string;
  readonly caFile: string;
  start(props?: FakeWso2Props): Promise<FakeWso2>;
  register(fake: FakeWso2, args?: readonly string[], world?: World): Promise<Invoked>;
  /** Runs the command without a server, and watches what it prints likewise. */
  invoke(args: readonly string[], world?: World): Promise<Invoked>;
  /** As on another machine: the file of secrets is gone. */
  forget(): void;
}

/** The administrator, as environment variables. */
const ADMIN_ENV = { WSO2_ADMIN_USERNAME: ADMIN.username, WSO2_ADMIN_PASSWORD: ADMIN.password };

/** Sets the tests of a file up. What the command prints in any of them must hold no secret that it was given, or got. */
export function setUpRegistering(): Registering {
  const root = tempFolder({});
  const caFile = join(root, 'ca.pem');
  const printed: string[] = [];
  const servers: FakeWso2[] = [];
  const forget = () => rmSync(join(root, '.secrets'), { recursive: true, force: true });
  afterEach(async () => {
    forget();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    expect(printed.splice(0).join('\n')).not.toMatch(/to-hide|secret-of-|YWRtaW46/);
  });
  const watched = async (args: readonly string[], world: World = {}) => {
    const invoked = await invoke(registerCommand, args, { root, env: ADMIN_ENV, ...world });
    printed.push(invoked.out, invoked.err);
    return invoked;
  };
  return {
    root,
    caFile,
    forget,
    async start(props) {
      const fake = await FakeWso2.start(props);
      servers.push(fake);
      writeFileSync(caFile, fake.ca);
      return fake;
    },
    register: (fake, args = [], world) => watched(['--server', fake.origin, '--ca', caFile, ...args], world),
    invoke: watched,
  };
}

/** The requests that changed something, ids and origin taken out. */
export function changesOf(fake: FakeWso2): string[] {
  return fake.changes.map((line) => line.replace(fake.origin, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'));
}
