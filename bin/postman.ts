import { runCommand } from '../commands/kit/execute';
import { postmanCommand } from '../commands/postman/postman-command';

void runCommand(postmanCommand);
