import { partitionOf } from '../partition';
import { type Surroundings, Unresolvable } from './surroundings';
import { ownMember, type StackEnvironment, type Template } from './template';

/** `AWS::NoValue`: whatever has it as its value is not there. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** The values of `Ref` and `Fn::GetAtt`. */
export interface References {
  /** @throws Unresolvable */
  ref(name: string): unknown;
  /** @throws Unresolvable */
  attribute(id: string, name: string): unknown;
}

/**
 * Names and ARNs as they would be after a deployment in which every resource got its physical id from its logical one.
 *
 * @param text - resolves a value that must be a string
 */
export function createReferences(
  template: Template,
  environment: StackEnvironment,
  surroundings: Surroundings,
  text: (value: unknown) => string,
): References {
  const { accountId, region, stackName } = environment;
  const partition = partitionOf(region);
  const pseudoParameters = new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::Partition', partition],
    ['AWS::Region', region],
    ['AWS::StackId', `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/local`],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', urlSuffixOf(region)],
  ]);

  function ref(name: string): unknown {
    if (pseudoParameters.has(name)) {
      return pseudoParameters.get(name);
    }
    const parameter = ownMember(template.Parameters, name);
    if (parameter) {
      return parameterValue(name, parameter, surroundings.parameter(name) ?? parameter.Default);
    }
    switch (resource(name).Type) {
      case 'AWS::Lambda::Function':
        return functionName(name);
      case 'AWS::Lambda::Alias':
        return `${arnOfFunctionBehind(name)}:${text(resource(name).Properties?.['Name'])}`;
      case 'AWS::Lambda::Version':
        return `${arnOfFunctionBehind(name)}:1`;
      case 'AWS::ApiGatewayV2::DomainName':
        return nameOf(name, 'DomainName');
      case 'AWS::ApiGatewayV2::Stage':
        return nameOf(name, 'StageName');
      default:
        return surroundings.physicalId(name);
    }
  }

  function attribute(id: string, name: string): unknown {
    const { Type: type } = resource(id);
    if (type === 'AWS::CloudFormation::Stack' && name.startsWith('Outputs.')) {
      return surroundings.nestedOutput(id, name.slice('Outputs.'.length));
    }
    if (type === 'Custom::CrossRegionExportReader') {
      return surroundings.crossRegionExport(name);
    }
    switch (`${type} ${name}`) {
      case 'AWS::Lambda::Function Arn':
        return functionArn(environment, functionName(id));
      case 'AWS::Lambda::Version Version':
        return '1';
      case 'AWS::Lambda::Version FunctionArn':
      case 'AWS::Lambda::Alias AliasArn':
        return ref(id);
      case 'AWS::ApiGatewayV2::Api ApiId':
        return ref(id);
      case 'AWS::ApiGatewayV2::Api ApiEndpoint':
        return `https://${ref(id)}.execute-api.${region}.${urlSuffixOf(region)}`;
      default:
        if (name === 'Arn') {
          return `arn:${partition}:${type.split('::')[1]?.toLowerCase()}:${region}:${accountId}:${surroundings.physicalId(id)}`;
        }
        throw new Unresolvable(`Fn::GetAtt ${id}.${name} is known only once it is deployed`);
    }
  }

  function resource(id: string) {
    const found = ownMember(template.Resources, id);
    if (!found) {
      throw new Unresolvable(`nothing in the template is named ${JSON.stringify(id)}`);
    }
    return found;
  }

  function functionName(id: string): string {
    return nameOf(id, 'FunctionName');
  }

  /** The name that the template gives a resource; the physical id where it gives none. */
  function nameOf(id: string, property: string): string {
    const given = resource(id).Properties?.[property];
    return given === undefined ? surroundings.physicalId(id) : text(given);
  }

  /** Aliases and versions name their function by its name or by its ARN. */
  function arnOfFunctionBehind(id: string): string {
    const name = text(resource(id).Properties?.['FunctionName']);
    return name.startsWith('arn:') ? name : functionArn(environment, name);
  }

  return { ref, attribute };
}

/** The ARN of a function of this name, without a qualifier. */
export function functionArn({ accountId, region }: StackEnvironment, name: string): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${name}`;
}

function urlSuffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function parameterValue(name: string, { Type: type = 'String' }: { readonly Type?: string }, value: unknown): unknown {
  if (value === undefined) {
    throw new Unresolvable(`the parameter ${name} has no default`);
  }
  if (type.startsWith('AWS::SSM::')) {
    throw new Unresolvable(`the parameter ${name} is read from SSM when it is deployed`);
  }
  if (Array.isArray(value)) {
    return value;
  }
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return isList
    ? String(value)
        .split(',')
        .map((element) => element.trim())
    : String(value);
}
