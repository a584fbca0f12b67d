/**
 * The currency of the tariff and of every amount. Amounts are whole numbers of its cents, so that all arithmetic on them
 * is exact.
 */
export const CURRENCY = 'EUR';

/** That many thousandths of an amount, rounded half up to the cent: 125 ‰ of 100 cents, 12.5, are 13. */
export function perMille(cents: number, rate: number): number {
  return Math.floor((cents * rate + 500) / 1000);
}

/** `1234.05`: text, because most readers take a JSON number for binary floating point. */
export function decimal(cents: number): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
