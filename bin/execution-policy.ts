import { executionPolicyCommand } from '../commands/execution-policy/execution-policy-command';
import { runCommand } from '../commands/kit/execute';

void runCommand(executionPolicyCommand);
