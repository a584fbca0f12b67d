import { postmanCommand } from './postman/postman-command';
import { runCommand } from './support/run-command';

void runCommand(postmanCommand);
