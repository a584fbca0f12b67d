import type { Command } from '../kit/command';
import { CHECK_FLAG, withMarkedBlock, writeOrCheck } from '../kit/generated-files';
import { configOf } from '../project/config-flags';
import { mirrorOf, templateOf } from '../project/template';
import { diagram } from './diagram';

const NAME = 'npm run architecture';
const DOCUMENT = 'docs/operations.md';

/** `npm run architecture`: the picture in docs/operations.md, drawn from the template of `prod`. */
export const architectureCommand: Command<typeof CHECK_FLAG> = {
  name: NAME,
  summary: 'Draws what is deployed, from the synthesized template of prod, into docs/operations.md.',
  flags: CHECK_FLAG,
  async run({ flags: { check } }, io) {
    const config = configOf(['env=prod']);
    const { issuerMirror } = config.environment;
    const mirror = issuerMirror && mirrorOf(config, issuerMirror).template;
    const picture = `\`\`\`mermaid\n${diagram(templateOf(config), mirror)}\n\`\`\``;
    const files = { [DOCUMENT]: withMarkedBlock(io.root, DOCUMENT, 'architecture', picture) };
    writeOrCheck({ by: NAME, files, check }, io);
    return 0;
  },
};
