export { hostNameOf } from '../host-names';
export { type AccessLogFacts, compileAccessLogFormat } from './access-log';
export { readAssembly } from './assembly/read-assembly';
export { keep } from './function/caretaker';
export type { FunctionLog } from './function/function-pool';
export { type Gateway, startGateway } from './gateway';
export type { ApiModel, FunctionModel, NotEmulated, Route } from './model';
export type { RequestRecord } from './request-record';
