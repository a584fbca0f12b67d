// All that a price depends on besides the shipment, as data.

/**
 * The countries served (ISO 3166-1 alpha-2) and their tariff region. `union` is the European Union, one customs area;
 * `europe` is the rest of the continent, where every parcel passes a border.
 */
export const REGION_OF = {
  AT: 'union',
  BE: 'union',
  BG: 'union',
  CY: 'union',
  CZ: 'union',
  DE: 'union',
  DK: 'union',
  EE: 'union',
  ES: 'union',
  FI: 'union',
  FR: 'union',
  GR: 'union',
  HR: 'union',
  HU: 'union',
  IE: 'union',
  IT: 'union',
  LT: 'union',
  LU: 'union',
  LV: 'union',
  MT: 'union',
  NL: 'union',
  PL: 'union',
  PT: 'union',
  RO: 'union',
  SE: 'union',
  SI: 'union',
  SK: 'union',
  CH: 'europe',
  GB: 'europe',
  IS: 'europe',
  LI: 'europe',
  NO: 'europe',
  BR: 'americas',
  CA: 'americas',
  MX: 'americas',
  US: 'americas',
  AU: 'asiaPacific',
  CN: 'asiaPacific',
  HK: 'asiaPacific',
  IN: 'asiaPacific',
  JP: 'asiaPacific',
  KR: 'asiaPacific',
  LK: 'asiaPacific',
  NZ: 'asiaPacific',
  SG: 'asiaPacific',
} as const;

export type Country = keyof typeof REGION_OF;
export type Region = (typeof REGION_OF)[Country];

/** From the nearest to the farthest. Zone 1 is within one country, whichever. */
export type Zone = 1 | 2 | 3 | 4 | 5;

/** The zone between two countries, by their regions. The same both ways. */
export const ZONE_BETWEEN: Readonly<Record<Region, Readonly<Record<Region, Zone>>>> = {
  union: { union: 2, europe: 3, americas: 4, asiaPacific: 5 },
  europe: { union: 3, europe: 3, americas: 4, asiaPacific: 5 },
  americas: { union: 4, europe: 4, americas: 3, asiaPacific: 5 },
  asiaPacific: { union: 5, europe: 5, americas: 5, asiaPacific: 4 },
};

/** The price of the first step of weight, and of each further one. */
export const RATE_OF: Readonly<Record<Zone, { readonly firstCents: number; readonly furtherCents: number }>> = {
  1: { firstCents: 490, furtherCents: 35 },
  2: { firstCents: 940, furtherCents: 75 },
  3: { firstCents: 1420, furtherCents: 160 },
  4: { firstCents: 2450, furtherCents: 315 },
  5: { firstCents: 3175, furtherCents: 430 },
};

/**
 * Of each service level: what it takes of the zone's rate (per mille), its fuel surcharge (per mille of the result; more
 * for services that fly), and by how many working days the parcel arrives, in zones 1 to 5.
 */
export const SERVICES = {
  economy: { rate: 800, fuel: 95, workingDays: { 1: 3, 2: 5, 3: 7, 4: 12, 5: 15 } },
  standard: { rate: 1000, fuel: 125, workingDays: { 1: 2, 2: 3, 3: 4, 4: 7, 5: 9 } },
  express: { rate: 1750, fuel: 210, workingDays: { 1: 1, 2: 1, 3: 2, 4: 3, 5: 4 } },
} as const;

export type Service = keyof typeof SERVICES;

/** A step of chargeable weight. */
export const GRAMS_PER_STEP = 500;

/** Cubic centimetres that are charged like a kilogram; 5000 is customary in air express. */
export const VOLUMETRIC_DIVISOR = 5000;

/** Pieces too heavy for one person or too long for the conveyor are moved by hand, for a fee each. */
export const OVERSIZE = { aboveKg: 31.5, aboveCm: 120, feeCents: 1800 } as const;

/** The limits of a shipment. The smallest weight and side also catch values in the wrong unit: metres, tonnes. */
export const LIMITS = {
  pieces: { min: 1, max: 99 },
  weightKg: { min: 0.01, max: 70, decimals: 3 },
  sideCm: { min: 1, max: 270, decimals: 1 },
} as const;

/** The validity of a quote, in hours. */
export const VALID_HOURS = 72;
