import type { RouteKey } from '../../config/routes';

/** A body that each route accepts, for the collection and the console; a route that is not here is called without one. */
export const EXAMPLE_BODIES: Readonly<Partial<Record<RouteKey, object>>> = {
  'POST /quotes': {
    origin: 'DE',
    destination: 'FR',
    service: 'standard',
    pieces: [{ weightKg: 2.5, lengthCm: 30, widthCm: 20, heightCm: 10 }],
  },
};
