import { type FakeAnswer, xmlError, xmlResult } from './fake-answer';
import { ApiGatewayError, carryOut, FakeApiGateway } from './fake-api-gateway';

interface ChangeSet {
  readonly name: string;
  readonly template: string;
  readonly tags: string;
  /** Of the change set, with the reason where it failed, and of its execution, as CloudFormation calls them. */
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  execution: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE';
}

interface Stack {
  readonly name: string;
  readonly changeSets: Map<string, ChangeSet>;
  /** Template that was executed last. */
  deployed?: ChangeSet | undefined;
  status:
    | 'REVIEW_IN_PROGRESS'
    | 'CREATE_COMPLETE'
    | 'UPDATE_COMPLETE'
    | 'ROLLBACK_COMPLETE'
    | 'UPDATE_ROLLBACK_FAILED'
    | 'DELETE_COMPLETE';
  protected: boolean;
  readonly api: FakeApiGateway;
}

/** The reason by which clients tell a change set without changes from a fault. */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/**
 * As much of CloudFormation as the CDK CLI asks for: stacks that change by executing change sets, and in no other way. Of their
 * resources it creates the routes and the stage of an HTTP API.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
 */
export class FakeCloudFormation {
  private readonly stacks = new Map<string, Stack>();

  /**
   * @param arnPrefix what every ARN begins with: `arn:aws:cloudformation:REGION:ACCOUNT`
   * @param readTemplate the template that was uploaded to this URL; undefined where there is none
   */
  constructor(
    private readonly arnPrefix: string,
    private readonly readTemplate: (url: string) => string | undefined,
  ) {}

  /** The template of the change set that was executed last for this stack, as it was given: JSON or YAML. */
  template(stackName: string): string | undefined {
    return this.stacks.get(stackName)?.deployed?.template;
  }

  /** Outcome of every creation of a stack. Tests set it. */
  creation: 'CREATE_COMPLETE' | 'ROLLBACK_COMPLETE' = 'CREATE_COMPLETE';

  /** The names of the stacks whose change sets were executed, in this order. */
  readonly executed: string[] = [];

  /** @returns undefined where the action is not among those that are imitated */
  answer(action: string, parameters: URLSearchParams): FakeAnswer | undefined {
    const name = nameOf(parameters.get('StackName') ?? '');
    const stack = this.stacks.get(name);
    const changeSetName = nameOf(parameters.get('ChangeSetName') ?? '');
    if (action === 'CreateChangeSet') {
      return this.createChangeSet(name, changeSetName, parameters);
    }
    if (!STACK_ACTIONS.has(action)) {
      return undefined;
    }
    if (action === 'DescribeStacks' && !parameters.has('StackName')) {
      const there = [...this.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE');
      const members = there.map((one) => `<member>${this.describe(one)}</member>`);
      return xmlResult(action, `<Stacks>${members.join('')}</Stacks>`);
    }
    // One that was deleted is known by its ARN only.
    if (!stack || (stack.status === 'DELETE_COMPLETE' && parameters.get('StackName') === name)) {
      return xmlError(400, 'ValidationError', `Stack with id ${name} does not exist`);
    }
    switch (action) {
      case 'DescribeStacks':
        return xmlResult(action, `<Stacks><member>${this.describe(stack)}</member></Stacks>`);
      case 'GetTemplate':
        return xmlResult(action, `<TemplateBody>${escaped(stack.deployed?.template ?? '')}</TemplateBody>`);
      case 'DescribeStackEvents':
        return xmlResult(action, '<StackEvents></StackEvents>');
      case 'UpdateTerminationProtection':
        stack.protected = parameters.get('EnableTerminationProtection') === 'true';
        return xmlResult(action, `<StackId>${this.stackArn(name)}</StackId>`);
      case 'DeleteStack':
        if (stack.protected) {
          return xmlError(
            400,
            'ValidationError',
            `Stack [${name}] cannot be deleted while TerminationProtection is enabled`,
          );
        }
        stack.status = 'DELETE_COMPLETE';
        stack.deployed = undefined;
        return xmlResult(action, '');
      case 'DeleteChangeSet':
        stack.changeSets.delete(changeSetName);
        return xmlResult(action, '');
      default:
        return this.answerOfChangeSet(action, stack, changeSetName);
    }
  }

  private answerOfChangeSet(action: string, stack: Stack, name: string): FakeAnswer {
    const changeSet = stack.changeSets.get(name);
    if (!changeSet) {
      return xmlError(404, 'ChangeSetNotFound', `ChangeSet [${name}] does not exist`);
    }
    if (action === 'DescribeChangeSet') {
      const { status, execution } = changeSet;
      const reason = status === 'FAILED' ? `<StatusReason>${escaped(NO_CHANGES)}</StatusReason>` : '';
      return xmlResult(
        action,
        `<ChangeSetName>${name}</ChangeSetName><ChangeSetId>${this.changeSetArn(name)}</ChangeSetId><StackId>${this.stackArn(stack.name)}</StackId><StackName>${stack.name}</StackName><Status>${status}</Status>${reason}<ExecutionStatus>${execution}</ExecutionStatus><Changes></Changes>`,
      );
    }
    if (changeSet.execution !== 'AVAILABLE') {
      return xmlError(400, 'InvalidChangeSetStatus', `ChangeSet [${name}] is ${changeSet.execution}`);
    }
    changeSet.execution = 'EXECUTE_COMPLETE';
    stack.changeSets.clear();
    stack.changeSets.set(name, changeSet);
    this.execute(stack, changeSet);
    return xmlResult(action, '');
  }

  private execute(stack: Stack, changeSet: ChangeSet): void {
    const before = stack.deployed;
    this.executed.push(stack.name);
    if (before === undefined && changeSet.template.startsWith('{') && this.creation === 'ROLLBACK_COMPLETE') {
      stack.status = this.creation;
      return;
    }
    try {
      if (changeSet.template.startsWith('{')) {
        carryOut(stack.api, before && JSON.parse(before.template), JSON.parse(changeSet.template), 'last');
      }
      stack.deployed = changeSet;
      stack.status = before === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
    } catch (error) {
      if (!(error instanceof ApiGatewayError)) {
        throw error;
      }
      stack.status = 'UPDATE_ROLLBACK_FAILED';
    }
  }

  private createChangeSet(stackName: string, name: string, parameters: URLSearchParams): FakeAnswer {
    const url = parameters.get('TemplateURL');
    const template = url === null ? parameters.get('TemplateBody') : this.readTemplate(url);
    if (!template) {
      return xmlError(400, 'ValidationError', `no template at ${url}`);
    }
    const known = this.stacks.get(stackName);
    const stack: Stack = (known?.status !== 'DELETE_COMPLETE' && known) || {
      name: stackName,
      changeSets: new Map(),
      status: 'REVIEW_IN_PROGRESS',
      protected: false,
      api: new FakeApiGateway(),
    };
    const isUpdate = stack.deployed !== undefined;
    if (isUpdate !== (parameters.get('ChangeSetType') === 'UPDATE')) {
      return xmlError(400, 'ValidationError', `Stack [${stackName}] ${isUpdate ? 'already exists' : 'does not exist'}`);
    }
    const tags = tagsOf(parameters);
    const isSame = stack.deployed?.template === template && stack.deployed.tags === tags;
    this.stacks.set(stackName, stack);
    stack.changeSets.set(name, {
      name,
      template,
      tags,
      status: isSame ? 'FAILED' : 'CREATE_COMPLETE',
      execution: isSame ? 'UNAVAILABLE' : 'AVAILABLE',
    });
    return xmlResult(
      'CreateChangeSet',
      `<Id>${this.changeSetArn(name)}</Id><StackId>${this.stackArn(stackName)}</StackId>`,
    );
  }

  private describe({ name, deployed, status, protected: isProtected }: Stack): string {
    return `<StackName>${name}</StackName><StackId>${this.stackArn(name)}</StackId><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>${status}</StackStatus><EnableTerminationProtection>${isProtected}</EnableTerminationProtection><Tags>${deployed?.tags ?? ''}</Tags>`;
  }

  private stackArn(name: string): string {
    return `${this.arnPrefix}:stack/${name}/1`;
  }

  private changeSetArn(name: string): string {
    return `${this.arnPrefix}:changeSet/${name}/1`;
  }
}

const STACK_ACTIONS = new Set([
  'DescribeStacks',
  'GetTemplate',
  'DescribeStackEvents',
  'UpdateTerminationProtection',
  'DeleteStack',
  'DeleteChangeSet',
  'DescribeChangeSet',
  'ExecuteChangeSet',
]);

/** Callers name a stack, or a change set, by its name or by its ARN. */
function nameOf(nameOrArn: string): string {
  return /:(?:stack|changeSet)\/([^/]+)\//.exec(nameOrArn)?.[1] ?? nameOrArn;
}

/** The members of a list of tags, as DescribeStacks gives them back. */
function tagsOf(parameters: URLSearchParams): string {
  const members: string[] = [];
  for (let index = 1; parameters.has(`Tags.member.${index}.Key`); index += 1) {
    const [key, value] = ['Key', 'Value'].map((part) => escaped(parameters.get(`Tags.member.${index}.${part}`) ?? ''));
    members.push(`<member><Key>${key}</Key><Value>${value}</Value></member>`);
  }
  return members.join('');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
