import type { WantedPort } from '../project/ports';
import { isLoopback } from '../wso2/connection';
import type { LocalOptions } from './start-options';

/** The port of the API. */
export function gatewayPort({ port }: LocalOptions): WantedPort {
  return { port, what: 'the gateway', flag: '--port' };
}

/** The port of the console. */
export function consolePortOf(port: number): WantedPort {
  return { port, what: 'the console', flag: '--console-port, or do without it by --no-console' };
}

/** All ports that are about to be listened on. @param issuer - that the API trusts, if it is known */
export function wantedPorts(options: LocalOptions, issuer: string | undefined): WantedPort[] {
  const { inspect, consolePort } = options;
  const isEmbedded = issuer !== undefined && options.issuer === 'embedded';
  return [
    gatewayPort(options),
    ...(consolePort === undefined ? [] : [consolePortOf(consolePort)]),
    ...(isEmbedded
      ? [{ port: issuerPort(issuer, options), what: 'the stand-in for WSO2 IS', flag: '--issuer-port', issuer }]
      : []),
    ...(inspect === undefined ? [] : [{ port: inspect, what: 'debuggers', flag: '--inspect=PORT' }]),
  ];
}

/** The port of the stand-in. */
export function issuerPort(issuer: string, options: LocalOptions): number {
  const url = new URL(issuer);
  return options.issuerPort ?? (isLoopback(url) && url.port !== '' ? Number(url.port) : 9443);
}
