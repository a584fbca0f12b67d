import { createReferences, NO_VALUE } from './references';
import { ALONE, type Surroundings, Unresolvable } from './surroundings';
import { isRecord, ownMember, type StackEnvironment, type Template } from './template';

/** Turns what a template says into values. */
export interface Resolver {
  /**
   * A value without intrinsic functions. Properties and elements that are `AWS::NoValue` are left out.
   *
   * @throws Unresolvable
   */
  resolve(value: unknown): unknown;
  /**
   * True where a condition of the template holds.
   *
   * @throws Unresolvable
   */
  holds(condition: string): boolean;
}

/** The depth to which values may refer to each other. A deeper one refers to itself, perhaps through other stacks. */
const MAX_DEPTH = 500;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html */
export function createResolver(
  template: Template,
  environment: StackEnvironment,
  surroundings: Surroundings = ALONE,
): Resolver {
  const { ref, attribute } = createReferences(template, environment, surroundings, text);
  let depth = 0;

  const functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (argument) => ref(text(argument)),
    Condition: (argument) => holds(text(argument)),
    'Fn::GetAtt': (argument) => {
      const [id = '', ...name] = Array.isArray(argument) ? argument.map(text) : text(argument).split('.');
      return attribute(id, name.join('.'));
    },
    'Fn::Sub': (argument) =>
      Array.isArray(argument) ? substitute(argument[0], argument[1]) : substitute(argument, {}),
    'Fn::Join': (argument) => {
      const [separator, elements] = list(argument);
      return list(evaluate(elements)).map(text).join(text(separator));
    },
    'Fn::Split': (argument) => {
      const [separator, whole] = list(argument);
      return text(whole).split(text(separator));
    },
    'Fn::Select': (argument) => {
      const [index, elements] = list(argument);
      return present(list(elements)[Number(text(index))], `Fn::Select finds no element ${text(index)}`);
    },
    'Fn::FindInMap': (argument) => {
      const [map = '', first = '', second = ''] = list(argument).map(text);
      const found = ownMember(ownMember(ownMember(template.Mappings, map), first), second);
      return present(found, `Fn::FindInMap finds no ${map}.${first}.${second}`);
    },
    'Fn::ImportValue': (argument) => surroundings.importValue(text(argument)),
    'Fn::GetStackOutput': (argument) => {
      const { StackName, OutputName, Region, RoleArn } = isRecord(argument) ? argument : {};
      return surroundings.stackOutput({
        stackName: text(StackName),
        outputName: text(OutputName),
        ...(Region !== undefined && { region: text(Region) }),
        ...(RoleArn !== undefined && { roleArn: text(RoleArn) }),
      });
    },
    'Fn::If': (argument) => {
      const [condition, yes, no] = list(argument);
      return evaluate(holds(text(condition)) ? yes : no);
    },
    'Fn::Equals': (argument) => {
      const [left, right] = list(argument).map(evaluate);
      return comparable(left) === comparable(right);
    },
    'Fn::And': (argument) => list(argument).every((operand) => evaluate(operand) === true),
    'Fn::Or': (argument) => list(argument).some((operand) => evaluate(operand) === true),
    'Fn::Not': (argument) => evaluate(list(argument)[0]) !== true,
  };

  function evaluate(value: unknown): unknown {
    if (depth >= MAX_DEPTH) {
      throw new Unresolvable('it refers to itself');
    }
    depth += 1;
    try {
      return evaluateOne(value);
    } finally {
      depth -= 1;
    }
  }

  function evaluateOne(value: unknown): unknown {
    if (typeof value === 'string' && value.includes('{{resolve:')) {
      throw new Unresolvable(`the dynamic reference ${value} is known only once it is deployed`);
    }
    if (Array.isArray(value)) {
      return value.map(evaluate).filter((element) => element !== NO_VALUE);
    }
    if (!isRecord(value)) {
      return value;
    }
    const [name] = Object.keys(value);
    if (name !== undefined && Object.keys(value).length === 1 && isFunctionName(name)) {
      const apply = functions[name];
      if (!apply) {
        throw new Unresolvable(`${name} is not emulated`);
      }
      return apply(value[name]);
    }
    const members = Object.entries(value).map(([key, member]) => [key, evaluate(member)] as const);
    return Object.fromEntries(members.filter(([, member]) => member !== NO_VALUE));
  }

  function holds(condition: string): boolean {
    const expression = ownMember(template.Conditions, condition);
    return evaluate(present(expression, `the template has no condition ${JSON.stringify(condition)}`)) === true;
  }

  function substitute(format: unknown, variables: unknown): string {
    const given = new Map(isRecord(variables) ? Object.entries(variables) : []);
    return text(format).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      if (name.startsWith('!')) {
        return `\${${name.slice(1)}}`;
      }
      if (given.has(name)) {
        return text(given.get(name));
      }
      const dot = name.indexOf('.');
      return text(dot < 0 ? ref(name) : attribute(name.slice(0, dot), name.slice(dot + 1)));
    });
  }

  function text(value: unknown): string {
    const evaluated = evaluate(value);
    if (typeof evaluated === 'string' || typeof evaluated === 'number' || typeof evaluated === 'boolean') {
      return String(evaluated);
    }
    throw new Unresolvable(`${JSON.stringify(value)} is not a string`);
  }

  function list(value: unknown): readonly unknown[] {
    const elements = Array.isArray(value) ? value : evaluate(value);
    if (Array.isArray(elements)) {
      return elements;
    }
    throw new Unresolvable(`${JSON.stringify(value)} is not a list`);
  }

  function present(value: unknown, absence: string): unknown {
    if (value === undefined) {
      throw new Unresolvable(absence);
    }
    return evaluate(value);
  }

  return {
    resolve(value) {
      const evaluated = evaluate(value);
      return evaluated === NO_VALUE ? undefined : evaluated;
    },
    holds,
  };
}

/** CloudFormation takes 1 for "1" and true for "true". */
function comparable(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isFunctionName(name: string): boolean {
  return name.startsWith('Fn::') || name === 'Ref' || name === 'Condition';
}
