import { readFileSync } from 'node:fs';
import {
  type Argument,
  type CallExpression,
  type Expression,
  type ModuleItem,
  type Node,
  type ObjectExpression,
  parseSync,
} from '@swc/core';

const BLOCKS = ['describe'];
const TESTS = ['test', 'it'];

/** A name that only running the file would tell. */
const UNKNOWN = Symbol('unknown');

/** The values that a file gives names to at its top level. */
type Constants = ReadonlyMap<string, unknown>;

/**
 * The full names of the tests of a file, read without running it: blocks and test joined with ` › `. A test of a table
 * has the name of each row whose values stand in the file, and the one that is written in the source too. Tests that are
 * skipped have no name here.
 *
 * @param path - of a test file in TypeScript
 */
export function testNames(path: string): ReadonlySet<string> {
  const { body } = parseSync(readFileSync(path, 'utf8'), { syntax: 'typescript' });
  const constants = constantsOf(body);
  const names = new Set<string>();

  function visit(node: unknown, blocks: readonly string[]): void {
    if (Array.isArray(node)) {
      for (const element of node) {
        visit(element, blocks);
      }
      return;
    }
    if (typeof node !== 'object' || node === null) {
      return;
    }
    const call = callOf(node as Node, constants);
    if (!call) {
      visit(Object.values(node), blocks);
      return;
    }
    for (const title of call.titles) {
      const full = [...blocks, title];
      if (TESTS.includes(call.callee)) {
        names.add(full.join(' › '));
      } else {
        visit(call.rest, full);
      }
    }
  }

  visit(body, []);
  return names;
}

interface NamingCall {
  /** `describe`, `test` or `it`. */
  readonly callee: string;
  readonly titles: readonly string[];
  readonly rest: readonly Argument[];
}

/** A call that gives a name, `describe('…', …)` or `test.each(table)('…', …)`; undefined for any other node. */
function callOf(node: Node, constants: Constants): NamingCall | undefined {
  if (node.type !== 'CallExpression') {
    return undefined;
  }
  const { callee, arguments: given } = node as CallExpression;
  const [first, ...rest] = given;
  const title = first && literalOf(first.expression, constants);
  if (typeof title !== 'string') {
    return undefined;
  }
  const named = (name: string, titles: readonly string[]) =>
    [...BLOCKS, ...TESTS].includes(name) ? { callee: name, titles, rest } : undefined;
  if (callee.type === 'Identifier') {
    return named(callee.value, [title]);
  }
  if (callee.type !== 'CallExpression' || callee.callee.type !== 'MemberExpression') {
    return undefined;
  }
  const { object, property } = callee.callee;
  const [table] = callee.arguments;
  return object.type === 'Identifier' && property.type === 'Identifier' && property.value === 'each' && table
    ? named(object.value, [title, ...rowTitles(title, literalOf(table.expression, constants))])
    : undefined;
}

/** The titles of a table's rows, as far as they can be told. */
function rowTitles(title: string, table: unknown): string[] {
  const rows: readonly unknown[] = Array.isArray(table) ? table : [];
  const isByName = !/%[psdifjoO#$%]/.test(title) && rows.every((row) => typeof row === 'object' && !Array.isArray(row));
  const titles = rows.map((row) =>
    isByName ? filledByName(title, row) : filledInOrder(title, rows.every(Array.isArray) ? (row as unknown[]) : [row]),
  );
  return titles.filter((filled) => filled !== undefined);
}

/** `$name` stands for a member of the row. */
function filledByName(title: string, row: unknown): string | undefined {
  return filled(title, /\$(\w+)/g, ([, name = '']) => {
    const value = (row as Readonly<Record<string, unknown>>)[name];
    return isPrimitive(value) ? String(value) : undefined;
  });
}

/** `%s` and its like stand for the elements of the row in turn. */
function filledInOrder(title: string, row: readonly unknown[]): string | undefined {
  let index = 0;
  return filled(title, /%([psdij])/g, ([, kind]) => {
    const value = row[index++];
    if (!isPrimitive(value)) {
      return undefined;
    }
    return kind === 'j' || (kind === 'p' && typeof value === 'string') ? JSON.stringify(value) : String(value);
  });
}

/** Undefined when any of the places cannot be filled. */
function filled(
  title: string,
  places: RegExp,
  fill: (match: readonly string[]) => string | undefined,
): string | undefined {
  let isKnown = true;
  const text = title.replace(places, (...match: string[]) => {
    const value = fill(match);
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? text : undefined;
}

function isPrimitive(value: unknown): value is string | number | boolean | null | undefined {
  return value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value);
}

function constantsOf(items: readonly ModuleItem[]): Constants {
  const constants = new Map<string, unknown>([['undefined', undefined]]);
  for (const item of items) {
    for (const { id, init } of item.type === 'VariableDeclaration' && item.kind === 'const' ? item.declarations : []) {
      if (id.type === 'Identifier' && init) {
        constants.set(id.value, literalOf(init, constants));
      }
    }
  }
  return constants;
}

function literalOf(expression: Expression, constants: Constants): unknown {
  switch (expression.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return expression.value;
    case 'NullLiteral':
      return null;
    case 'TemplateLiteral':
      return expression.expressions.length === 0 ? expression.quasis[0]?.cooked : UNKNOWN;
    case 'ArrayExpression':
      return expression.elements.map((element) =>
        element && !element.spread ? literalOf(element.expression, constants) : UNKNOWN,
      );
    case 'ObjectExpression':
      return Object.fromEntries(membersOf(expression, constants));
    case 'Identifier':
      return constants.has(expression.value) ? constants.get(expression.value) : UNKNOWN;
    case 'ParenthesisExpression':
    case 'TsAsExpression':
    case 'TsConstAssertion':
    case 'TsSatisfiesExpression':
      return literalOf(expression.expression, constants);
    default:
      return UNKNOWN;
  }
}

function membersOf({ properties }: ObjectExpression, constants: Constants): [name: string, value: unknown][] {
  return properties.flatMap((property) =>
    property.type === 'KeyValueProperty' &&
    (property.key.type === 'Identifier' || property.key.type === 'StringLiteral')
      ? [[property.key.value, literalOf(property.value, constants)]]
      : [],
  );
}
