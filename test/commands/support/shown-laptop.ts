import { createHeldRequests, type HeldRequests } from '../../../commands/start/held-requests';
import { type Laptop, startLaptop } from '../../../commands/start/laptop';
import { type ShownLaptop, startLaptopConsole } from '../../../commands/start/laptop-console';
import { type ApiFixture, writeAssembly } from '../../local/gateway/support/assembly';

/** Runs what `npm start -- --assembly` runs, in this process, on free ports and with its console. */
export interface LaptopShown {
  readonly laptop: Laptop;
  readonly shown: ShownLaptop;
  readonly held: HeldRequests;
  readonly assembly: string;
  close(): Promise<void>;
}

/** The issuer of the fixture. Neither its name nor the certificate of what stands in for it is known to any browser. */
export const ISSUER = 'https://is.example.com/t/acme/oauth2/token';

/** Starts it for an API of these routes, whose audience is `client`. @param code - of the function */
export async function startShownLaptop(routes: ApiFixture['routes'], code: string): Promise<LaptopShown> {
  const authorizer = { JwtConfiguration: { Audience: ['client'], Issuer: ISSUER } };
  const assembly = writeAssembly({ authorizer, routes }, { 'index.mjs': code });
  const options = { context: [], assembly, port: 0, issuerPort: 0, consolePort: 0, issuer: 'embedded' } as const;
  const held = createHeldRequests();
  const laptop = await startLaptop(
    { ...options, watch: false, verbose: false, json: false },
    { onProgress: () => {}, onRequest: held.request, onFunctionLog: held.functionLog },
  );
  const shown = await startLaptopConsole(laptop, held, options);
  if (!shown) {
    throw new Error('no console was asked for');
  }
  return {
    laptop,
    shown,
    held,
    assembly,
    async close() {
      await shown.close();
      await laptop.close();
    },
  };
}
