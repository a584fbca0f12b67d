export { hostNameOf } from '../host-names';
export { type AccessLogFacts, compileAccessLogFormat } from './access-log';
export { readAssembly } from './assembly/read-assembly';
export { keep } from './function/caretaker';
export { type Gateway, startGateway } from './gateway';
export type { ApiModel, NotEmulated, Route } from './model';
export type { RequestRecord } from './request-record';
