import type { Command } from '../kit/command';
import { CHECK_FLAG, withMarkedBlock, writeOrCheck } from '../kit/generated-files';
import { configOf } from '../project/config-flags';
import { templateOf } from '../project/template';
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
