import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { faultText } from '../../../commands/kit/command';
import { type Issuer, type IssuerProps, startIssuer } from '../../../local/issuer/start-issuer';
import { basic, call, decode, isSigned } from './client';

const PROPS = {
  issuer: 'https://is.example.com/oauth2/token',
  port: 0,
  audiences: ['local_client'],
  scopes: ['quotes:write'],
};

/** One for all tests that leave it as it was: to make its keys takes longer than most of them. */
let issuer: Issuer;
/** Its own faults. */
const faults: Error[] = [];
beforeAll(async () => {
  issuer = await startIssuer({ ...PROPS, onFault: (error) => faults.push(error) });
});
afterAll(() => issuer.close());

/** An issuer of a test's own. */
async function withIssuer(use: (issuer: Issuer) => Promise<void>, props: Partial<IssuerProps> = {}): Promise<void> {
  const own = await startIssuer({ ...PROPS, ...props });
  try {
    await use(own);
  } finally {
    await own.close();
  }
}

describe('the certificate', () => {
  const connect = (options: object) =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port: issuer.port, path: '/oauth2/jwks', agent: false, ...options }, (response) =>
        resolve(response.resume().statusCode),
      ).on('error', reject);
    });

  it("is for the issuer's host, localhost and 127.0.0.1, and for no other", async () => {
    const ca = issuer.caPem;

    await expect(connect({ ca, servername: 'is.example.com' })).resolves.toBe(200);
    await expect(connect({ ca, servername: 'localhost' })).resolves.toBe(200);
    await expect(connect({ ca })).resolves.toBe(200);
    await expect(connect({ ca, servername: 'other.example.com' })).rejects.toThrow(
      "Hostname/IP does not match certificate's altnames",
    );
  });

  it('is trusted by nobody who was not told to', async () => {
    await expect(connect({ servername: 'localhost' })).rejects.toThrow('unable to verify the first certificate');
  });
});

describe('keys', () => {
  const ask = async (issuer: Issuer) => {
    const form = { grant_type: 'client_credentials' };
    const { json } = await call(issuer, '/oauth2/token', { headers: basic(issuer), form });
    return json.access_token as string;
  };

  it('change on demand, and the old ones stay published', () =>
    withIssuer(async (issuer) => {
      const before = await ask(issuer);
      await issuer.rotateKeys({ keepOld: true });
      const after = await ask(issuer);

      expect(decode(after).header['kid']).not.toBe(decode(before).header['kid']);
      expect((await call(issuer, '/oauth2/jwks')).json.keys).toHaveLength(2);
      await expect(isSigned(issuer, before)).resolves.toBe(true);
      await expect(isSigned(issuer, after)).resolves.toBe(true);
      expect(decode(issuer.mint()).header['kid']).toBe(decode(after).header['kid']);
    }));

  it('change at once, and what was signed before is worth nothing', () =>
    withIssuer(async (issuer) => {
      const before = await ask(issuer);
      await issuer.rotateKeys({ keepOld: false });
      const after = await ask(issuer);

      expect((await call(issuer, '/oauth2/jwks')).json.keys).toHaveLength(1);
      await expect(isSigned(issuer, before)).resolves.toBe(false);
      await expect(isSigned(issuer, after)).resolves.toBe(true);
    }));

  it('of two issuers are never the same', () =>
    withIssuer(async (other) => {
      expect(decode(issuer.mint()).header['kid']).not.toBe(decode(other.mint()).header['kid']);
    }));
});

it('gives its tokens the time of the clock it was given', () =>
  withIssuer(
    async (issuer) => {
      const form = { grant_type: 'client_credentials' };
      const { json } = await call(issuer, '/oauth2/token', { headers: basic(issuer), form });
      const times = { iat: 1_795_478_400, nbf: 1_795_478_400, exp: 1_795_482_000 };

      expect(decode(json.access_token).claims).toMatchObject(times);
      expect(decode(issuer.mint()).claims).toMatchObject(times);
    },
    { now: () => 1_795_478_400_999 },
  ));

it('tells of a fault of its own, and not to the client', async () => {
  const faults: Error[] = [];
  const directory = {
    users: [],
    get clients() {
      return [
        { id: 'local_client', secret: 'local-secret', grants: ['password' as const], scopes: [], redirectUris: [] },
      ];
    },
  };
  const issuer = await startIssuer({ ...PROPS, directory, onFault: (error) => faults.push(error) });
  try {
    Object.defineProperty(directory, 'users', {
      get() {
        throw new Error('the directory is gone');
      },
    });
    const form = { grant_type: 'password', username: 'alice', password: 'alice' };
    const answer = await call(issuer, '/oauth2/token', { headers: basic(issuer), form });

    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({ error: 'server_error', error_description: 'oops! something went wrong' });
    expect(faults.map(({ message }) => message)).toEqual(['the directory is gone']);
  } finally {
    await issuer.close();
  }
});

describe('the Host of a request', () => {
  const DISCOVERY = '/oauth2/token/.well-known/openid-configuration';

  it.each(['is.example.com', 'is.example.com:443', 'localhost:9443', '127.0.0.1:9443', '[::1]:9443'])(
    'may be %s',
    async (host) => {
      expect((await call(issuer, DISCOVERY, { headers: { host } })).status).toBe(200);
    },
  );

  it.each(['attacker.example', '"><script>', 'localhost@attacker.example', 'a b'])(
    'cannot be %j, as it is when a page leads its own name here [F24]',
    async (host) => {
      for (const path of [DISCOVERY, '/oauth2/token', '/oauth2/authorize']) {
        expect(await call(issuer, path, { headers: { host } })).toMatchObject({
          status: 403,
          text: 'Served at localhost and at https://is.example.com/oauth2/token only.\n',
        });
      }
      expect(faults).toEqual([]);
    },
  );
});

describe('a port', () => {
  it('in use is one clear error', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    try {
      expect(faultText(await startIssuer({ ...PROPS, port }).catch((error: unknown) => error))).toBe(
        `port ${port} of 127.0.0.1 for the stand-in for WSO2 IS — got a port in use — expected a free port — ` +
          'stop what listens there (a WSO2 Identity Server, or another npm start), or choose another with --issuer-port',
      );
    } finally {
      taken.close();
    }
  });

  it('is free again after closing, connections or not', async () => {
    const first = await startIssuer(PROPS);
    const idle = get({ host: '127.0.0.1', port: first.port, ca: first.caPem, path: '/oauth2/jwks' });
    idle.on('error', () => {});
    await once(idle, 'response');
    await first.close();
    await first.close();
    const second = await startIssuer({ ...PROPS, port: first.port });

    expect(second.port).toBe(first.port);
    await second.close();
  });
});

it.each(['http://localhost:9443/oauth2/token', 'not a url', 'https://is.example.com/oauth2/token?x=1'])(
  'refuses the issuer %s',
  async (issuer) => {
    expect(faultText(await startIssuer({ ...PROPS, issuer }).catch((error: unknown) => error))).toBe(
      `the issuer of the stand-in — got "${issuer}" — expected an https URL without query and fragment — correct the issuer of the environment, or of the JWT authorizer in the template`,
    );
  },
);

it('starts and stops without a word on the console, and leaves nothing running', () => {
  const script = `
    require('./local/issuer/start-issuer')
      .startIssuer(${JSON.stringify(PROPS)})
      .then((issuer) => issuer.close());
  `;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', './commands/kit/typescript.cjs', '--eval', script],
    {
      cwd: join(__dirname, '../../..'),
      encoding: 'utf8',
      timeout: 30_000,
    },
  );

  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
}, 40_000);

it('learns of clients and scopes while it runs, and keeps its keys', () =>
  withIssuer(async (issuer) => {
    const before = issuer.token('valid');
    const ask = () =>
      call(issuer, '/oauth2/token', {
        headers: basic(issuer, 'new_client', 'local-secret'),
        form: { grant_type: 'client_credentials', scope: 'quotes:read' },
      });
    expect((await ask()).status).toBe(401);

    issuer.learn({ audiences: ['new_client'], scopes: ['quotes:read'] });

    expect((await ask()).json).toMatchObject({ scope: 'quotes:read' });
    expect(decode(issuer.token('valid')).claims).toMatchObject({ aud: 'new_client', scope: 'quotes:read' });
    expect(await isSigned(issuer, before)).toBe(true);
  }));
