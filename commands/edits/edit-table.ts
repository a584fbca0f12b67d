import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { addStack } from '../../lib/add-stack';
import { resolveConfig } from '../../lib/config/resolve';
import { markdownTable } from '../kit/text';
import { type StackTemplate, synthesized } from '../project/template';
import { BEFORE, EDITS, type Edit, type Edited } from './edits';

/** The changes that CloudFormation makes to resources, by their type without the service: `Route`. */
export type Effects = Readonly<Record<'inPlace' | 'made' | 'replaced' | 'removed', readonly string[]>>;

const COLUMNS: readonly (readonly [keyof Effects, readonly ResourceImpact[]])[] = [
  ['inPlace', [ResourceImpact.WILL_UPDATE]],
  ['made', [ResourceImpact.WILL_CREATE]],
  ['replaced', [ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE]],
  ['removed', [ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_ORPHAN]],
];

/** The table of every edit. */
export function editTable(): string {
  const rows = EDITS.map((edit) => {
    const effects = effectsOf(edit);
    const cells = COLUMNS.map(([column]) => effects[column].join(', '));
    return [`\`${edit.member}\`: ${edit.does}`, ...cells, edit.callers];
  });
  const head = ['edit', 'changed in place', 'new', 'replaced', 'removed', 'callers see'];
  return markdownTable('llllll', head, rows).join('\n');
}

/**
 * The changes that CloudFormation makes for an edit, by the templates before and after it and the properties which its
 * resource schemas call `createOnlyProperties`: a resource of which one changes is replaced.
 */
export function effectsOf({ before, after }: Edit): Effects {
  const { resources } = fullDiff(template({ ...BEFORE, ...before }), template({ ...BEFORE, ...after }));
  const found = Object.values(resources.changes);
  const types = (impacts: readonly ResourceImpact[]) => [
    ...new Set(
      found
        .filter(({ changeImpact }) => impacts.includes(changeImpact))
        .map(({ resourceType, oldResourceType }) => (resourceType ?? oldResourceType ?? '').replace(/^.*::/, ''))
        .sort(),
    ),
  ];
  return Object.fromEntries(COLUMNS.map(([column, impacts]) => [column, types(impacts)])) as unknown as Effects;
}

/** By what was edited: most edits begin at the same configuration. */
const templates = new Map<string, StackTemplate>();

function template({ environment, routes, functions }: Edited): StackTemplate {
  const key = JSON.stringify([environment, routes, functions]);
  const config = { project: 'api', environments: { dev: environment }, routes, functions, context: { env: 'dev' } };
  // Without resources of one's own: of them the table says nothing.
  const made = templates.get(key) ?? synthesized((app) => addStack(app, resolveConfig(config))).template;
  templates.set(key, made);
  return made;
}
