import { type FunctionBehind, nameOf, referencesIn } from '../project/functions-behind';
import { KNOWN_TYPES } from '../project/known-types';
import { resourcesOf, type StackTemplate } from '../project/template';
import type { Flowchart } from './flowchart';

export interface OtherResourcesProps {
  /** The functions that are drawn already. */
  readonly functions: readonly FunctionBehind[];
  /** The id of the box of such a function, by its place. */
  readonly boxOf: (index: number) => string;
}

/**
 * Draws what the rest of the picture leaves out: functions that no route leads to by their names, and resources by the name of
 * their type. An arrow leads from a function to what its variables or its permissions name.
 */
export function drawOthers(chart: Flowchart, template: StackTemplate, props: OtherResourcesProps): void {
  const { functions, boxOf } = props;
  const { Resources } = template;
  const types = [...new Set(Object.values(Resources).map(({ Type }) => Type))]
    .filter((type) => !KNOWN_TYPES.has(type))
    .sort();
  const others = resourcesOf(template, 'AWS::Lambda::Function').filter(([id]) => !functions.some((fn) => fn.id === id));
  if (types.length + others.length === 0) {
    return;
  }
  chart.group('others', 'Also deployed', () => {
    for (const [index, [id, { Properties = {} }]] of others.entries()) {
      chart.node(`other${index}`, `Lambda function ${nameOf(id, Properties)}`, String(Properties['Runtime']));
    }
    for (const [index, type] of types.entries()) {
      const count = resourcesOf(template, type).length;
      chart.node(`type${index}`, count === 1 ? type : `${count} × ${type}`);
    }
  });
  const boxes = [
    ...functions.map(({ id }, index) => [id, boxOf(index)] as const),
    ...others.map(([id], index) => [id, `other${index}`] as const),
  ];
  for (const [id, box] of boxes) {
    const used = new Set(usedBy(template, id).map((one) => Resources[one]?.Type));
    for (const [index, type] of types.entries()) {
      if (used.has(type)) {
        chart.edge(box, '-->', `type${index}`);
      }
    }
  }
}

/** The logical ids that the variables of a function and the policies of its role refer to. */
function usedBy(template: StackTemplate, id: string): string[] {
  const { Environment, Role } = template.Resources[id]?.Properties ?? {};
  const [role] = referencesIn(Role);
  const policies = resourcesOf(template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
    referencesIn(Properties?.['Roles']).includes(role ?? ''),
  );
  return referencesIn([Environment, ...policies.map(([, { Properties }]) => Properties?.['PolicyDocument'])]);
}
