/*
 * The console: a page that shows what happens to a token, and its server. What it shows it gets through `ConsoleHost`, so that
 * it knows neither gateway nor issuer. Imports local/host-names, and no other package of local/. This file is the only door:
 * everything outside imports from it.
 */

export { ConsoleFault, type ConsoleHost, LOGIN_MOUNT, type LogHost, type LoginHost } from './host';
export type * from './protocol';
export { pairsOf, SHOWN_BYTES, sendRequest, textOrBase64 } from './send-request';
export { type Console, startConsole } from './start-console';
