import type { ApiModel } from '../../local/gateway';

/** Faults to play with. Each may be set at any time, and holds until it is set again. */
export interface LaptopFaults {
  /** Added to the clock of the gateway's decisions. At first 0. */
  clockOffsetMs: number;
  readonly isThrottled: boolean;
  /** Lets no request through the gateway's own throttle: every route answers 429. */
  throttle(on: boolean): void;
  /** An API as it is served under these faults. */
  applied(model: ApiModel): ApiModel;
}

/** None yet. @param onThrottle - is to serve the API again, as {@link LaptopFaults.applied} has it now */
export function createFaults(onThrottle: () => void): LaptopFaults {
  let isThrottled = false;
  return {
    clockOffsetMs: 0,
    get isThrottled() {
      return isThrottled;
    },
    throttle(on) {
      isThrottled = on;
      onThrottle();
    },
    applied: (model) => (isThrottled ? throttled(model) : model),
  };
}

/** An API of which no stage lets a request through its throttle. */
function throttled(model: ApiModel): ApiModel {
  const nothing = { rateLimit: 0, burstLimit: 0 };
  return { ...model, stages: model.stages.map((stage) => ({ ...stage, throttle: nothing, routeThrottles: {} })) };
}
