import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../support/command';
import { CommandError } from '../support/command-error';
import { configOf } from '../support/config-flags';
import type { Flags } from '../support/flags';
import { withMarkedBlock } from '../support/marked-block';
import { templateOf } from '../support/template-of';
import { diagram } from './diagram';

const ARCHITECTURE_FLAGS = {
  check: { type: 'boolean', describe: 'write nothing; exit code 1 when README.md does not show what is deployed' },
} as const satisfies Flags;

const README = 'README.md';

/** `npm run architecture`: the picture in README.md, drawn from the template of `prod`. */
export const architectureCommand: Command<typeof ARCHITECTURE_FLAGS> = {
  name: 'npm run architecture',
  summary: 'Draws what is deployed, from the synthesized template of prod, into README.md.',
  flags: ARCHITECTURE_FLAGS,
  async run({ flags: { check } }, { out, root }) {
    const file = join(root, README);
    const before = readFileSync(file, 'utf8');
    const picture = `\`\`\`mermaid\n${diagram(templateOf(configOf(['env=prod'])))}\n\`\`\``;
    const after = withMarkedBlock(before, 'architecture', picture, README);
    if (!check) {
      writeFileSync(file, after);
      out(`wrote ${README}`);
      return 0;
    }
    if (after !== before) {
      throw new CommandError([
        {
          what: README,
          got: 'another picture',
          expected: 'what the template of prod deploys',
          fix: 'run npm run architecture',
        },
      ]);
    }
    out(`the picture in ${README} is current`);
    return 0;
  },
};
