/*
 * The local gateway: reads a cloud assembly and serves the HTTP API in it, the function in processes of its own.
 * Imports local/authorizer through its door, local/fault and local/host-names; nothing of what made the template. This file
 * is the only door: everything outside imports from it.
 */

export { type AccessLogFacts, compileAccessLogFormat } from './access-log';
export { readAssembly } from './assembly/read-assembly';
export { keep } from './function/caretaker';
export type { FunctionLog } from './function/function-pool';
export { type Gateway, startGateway } from './gateway';
export type { ApiModel, FunctionModel, NotEmulated, RouteModel } from './model';
export type { RequestRecord } from './request-record';
export { parseQuery, parseRequestTarget } from './request-target';
export { createRouter } from './routes';
