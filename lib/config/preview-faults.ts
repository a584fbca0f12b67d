import { check, readable } from '../check/check';
import { closest } from '../check/closest';
import { type Fault, show } from '../check/fault';
import { type ChosenEnvironment, type EnvironmentSource, fromOf } from './choose-environment';
import type { Environment } from './environment';
import { environmentSchema } from './environment-schema';
import { ANY_PREVIEW, IN_PREVIEWS, isPreviewName, membersThatAre, PREVIEWS, previewOf } from './previews';

/**
 * The faults of `previews` in `config/environments.ts`, whichever environment is chosen; and those of the place, of a preview that is.
 *
 * @param chosen the environment. @default - none: its own values are checked here
 */
export function previewFaults(source: EnvironmentSource, chosen?: ChosenEnvironment): Fault[] {
  const { environments, previews } = source;
  if (previews === undefined) {
    return [];
  }
  const { from, ...own } = previews;
  const faults = [
    ...fromFaults(environments, from).map((advice) => fault('previews.from', from, advice.expected, advice.fix)),
    ...Object.entries(own).flatMap(([member, value]) => memberFaults(member, value)),
    ...Object.keys(environments)
      .filter((name) => isPreviewName(name) || name === PREVIEWS)
      .map((name) => {
        const expected = `another than ${PREVIEWS}, and than those of previews, pr-N`;
        return fault('the name of an environment', name, expected, 'rename it, or remove previews');
      }),
  ];
  if (faults.length > 0) {
    return faults;
  }
  return chosen?.previewOf === undefined ? valueFaults(source) : placeFaults(environments, chosen);
}

function fault(what: string, got: unknown, expected: string, fix: string): Fault {
  return { what: `config/environments.ts: ${what}`, got: show(got), expected, fix };
}

function fromFaults(environments: Readonly<Record<string, Environment>>, from: unknown) {
  const base = typeof from === 'string' && Object.hasOwn(environments, from) ? environments[from] : undefined;
  const possible = Object.keys(environments).filter(
    (name) => !environments[name]?.laptopOnly && !environments[name]?.terminationProtection,
  );
  const fix = possible.length > 0 ? `write ${possible.join(' or ')}` : 'add one that is, or remove previews';
  if (base === undefined) {
    const meant = closest(String(from), possible);
    const expected = 'the name of an environment that is deployed, and not protected from deletion';
    return [{ expected, fix: meant === undefined ? fix : `did you mean ${meant}?` }];
  }
  if (base.laptopOnly) {
    return [{ expected: 'an environment that is deployed: this one is for a laptop', fix }];
  }
  return base.terminationProtection
    ? [{ expected: 'an environment that is not protected from deletion, as its previews come and go', fix }]
    : [];
}

function memberFaults(member: string, value: unknown): Fault[] {
  const part = Object.hasOwn(IN_PREVIEWS, member) ? IN_PREVIEWS[member as keyof Environment] : undefined;
  const what = `previews.${member}`;
  switch (part) {
    case 'own':
      return [];
    case undefined: {
      const meant = closest(member, membersThatAre('own'));
      const fix = meant === undefined ? 'correct its name, or remove it' : `did you mean ${meant}?`;
      return [fault(what, value, `one of from, ${membersThatAre('own').join(', ')}`, fix)];
    }
    default: {
      const expected = part === 'none' ? 'none: no preview has it' : 'none: a preview has that of its environment';
      return [fault(what, value, expected, 'remove it')];
    }
  }
}

/** The faults of what previews have otherwise, before anybody chooses one. */
function valueFaults({ environments, previews }: EnvironmentSource): Fault[] {
  const from = fromOf({ environments, previews });
  if (previews === undefined || from === undefined) {
    return [];
  }
  const label = ([member, ...rest]: readonly PropertyKey[]) =>
    member !== undefined && member in previews ? `config/environments.ts: previews${readable([member, ...rest])}` : '';
  const checked = check(
    environmentSchema(false),
    previewOf(ANY_PREVIEW, from, previews),
    label,
    'lib/config/previews.ts',
  );
  // What it has of the environment is told of that.
  return 'faults' in checked ? checked.faults.filter(({ what }) => what !== '') : [];
}

/** A preview is made of code that nobody has reviewed: what deploys it must not deploy what is protected. */
function placeFaults(
  environments: Readonly<Record<string, Environment>>,
  { name, sharesBootstrapWith }: ChosenEnvironment,
): Fault[] {
  const isProtected = sharesBootstrapWith.filter((other) => environments[other]?.terminationProtection);
  return isProtected.length === 0
    ? []
    : [
        {
          what: '-c env',
          got: show(name),
          expected: `a preview whose bootstrap does not deploy ${isProtected.join(' and ')}, too: they share account, region and bootstrap`,
          fix: 'give previews a bootstrapQualifier of its own, as docs/delivery.md says',
        },
      ];
}
