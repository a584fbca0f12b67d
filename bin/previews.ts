import { createPreviewsCommand } from '../commands/deploy/previews-command';
import { runCommand } from '../commands/kit/execute';
import { listStacks } from '../commands/project/deployed-stack';
import { repositoryOf } from '../commands/project/repository';

void runCommand(createPreviewsCommand({ list: listStacks, repository: repositoryOf }));
