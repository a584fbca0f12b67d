import type { Command } from '../support/command';
import { configOf } from '../support/config-flags';
import { CHECK_FLAG, writeOrCheck } from '../support/generated-files';
import { withMarkedBlock } from '../support/marked-block';
import { templateOf } from '../support/template-of';
import { diagram } from './diagram';

const NAME = 'npm run architecture';
const README = 'README.md';

/** `npm run architecture`: the picture in README.md, drawn from the template of `prod`. */
export const architectureCommand: Command<typeof CHECK_FLAG> = {
  name: NAME,
  summary: 'Draws what is deployed, from the synthesized template of prod, into README.md.',
  flags: CHECK_FLAG,
  async run({ flags: { check } }, io) {
    const picture = `\`\`\`mermaid\n${diagram(templateOf(configOf(['env=prod'])))}\n\`\`\``;
    const files = { [README]: withMarkedBlock(io.root, README, 'architecture', picture) };
    writeOrCheck({ by: NAME, files, check }, io);
    return 0;
  },
};
