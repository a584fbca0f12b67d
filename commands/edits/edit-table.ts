import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { addStack } from '../../lib/add-stack';
import { resolveConfig } from '../../lib/config/resolve';
import { markdownTable } from '../kit/text';
import { mirrorOf, type StackTemplate, synthesized } from '../project/template';
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
  const [old, now] = [templates({ ...BEFORE, ...before }), templates({ ...BEFORE, ...after })];
  // Nothing deletes the stack of a mirror that is no longer there.
  const diffs = [fullDiff(old.api, now.api), ...(now.mirror ? [fullDiff(old.mirror ?? EMPTY, now.mirror)] : [])];
  const found = diffs.flatMap(({ resources }) => Object.values(resources.changes));
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

const EMPTY: StackTemplate = { Resources: {} };

interface Templates {
  readonly api: StackTemplate;
  /** @default - there is no mirror */
  readonly mirror?: StackTemplate | undefined;
}

/** By what was edited: most edits begin at the same configuration. */
const made = new Map<string, Templates>();

function templates({ environment, routes, functions }: Edited): Templates {
  const key = JSON.stringify([environment, routes, functions]);
  const known = made.get(key);
  if (known !== undefined) {
    return known;
  }
  const config = resolveConfig({
    project: 'api',
    environments: { dev: environment },
    routes,
    functions,
    context: { env: 'dev' },
  });
  const { issuerMirror } = config.environment;
  // Without resources of one's own: of them the table says nothing.
  const both = {
    api: synthesized((app) => addStack(app, config)).template,
    mirror: issuerMirror && mirrorOf(config, issuerMirror).template,
  };
  made.set(key, both);
  return both;
}
