import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A change of one file. */
export type Change =
  | { readonly file: string; readonly content: string }
  | { readonly file: string; readonly diff: readonly string[] };

/** A section of docs/extending.md that changes files. */
export interface Recipe {
  readonly name: string;
  readonly changes: readonly Change[];
  /** The packages that it installs, with their versions: `@aws-sdk/client-sqs@3.1169.0`. */
  readonly packages: readonly string[];
}

/** A block of code with its language, and the path on a line of its own above it: of the block before, where there is none. */
const BLOCK = /(?:^`([\w./-]+)`(, a new file)?\n+)?^```(\w+)\n([\s\S]*?)^```$/gm;

/** The recipes of a page, a section each. */
export function recipesOf(markdown: string): Recipe[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      let file = '';
      const blocks = [...section.matchAll(BLOCK)].map(([, path, isNew, language = '', content = '']) => {
        file = path ?? file;
        return { file, isNew: isNew !== undefined, language, content };
      });
      return {
        name: section.slice(0, section.indexOf('\n')),
        changes: blocks.flatMap(({ file: of, isNew, language, content }): Change[] => {
          if (isNew) {
            return [{ file: of, content }];
          }
          return language === 'diff' ? [{ file: of, diff: content.trimEnd().split('\n') }] : [];
        }),
        packages: blocks.flatMap(
          ({ content }) => /^npm install .*--save-exact (.*)$/m.exec(content)?.[1]?.split(' ') ?? [],
        ),
      };
    })
    .filter(({ changes }) => changes.length > 0);
}

/**
 * Makes the changes of a recipe in a copy of the project.
 *
 * @throws Error where a file has not the lines that a change is made at, or has them twice, and where a new one is there
 */
export function applyRecipe({ changes }: Pick<Recipe, 'changes'>, root: string): void {
  for (const change of changes) {
    const path = join(root, change.file);
    if ('content' in change) {
      if (existsSync(path)) {
        throw new Error(`${change.file} is there already`);
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, change.content);
    } else {
      writeFileSync(path, patched(readFileSync(path, 'utf8'), change.diff, change.file));
    }
  }
}

function patched(text: string, diff: readonly string[], file: string): string {
  const side = (without: string) => diff.filter((line) => !line.startsWith(without)).map((line) => line.slice(1));
  const [before, after] = [side('+').join('\n'), side('-').join('\n')];
  const parts = `\n${text}`.split(`\n${before}\n`);
  if (parts.length !== 2) {
    throw new Error(`${file} has ${parts.length - 1} times, not once:\n${before}`);
  }
  return parts.join(`\n${after}\n`).slice(1);
}

/** The page with the recipes, as it stands. */
export function shippedRecipes(root: string): Recipe[] {
  return recipesOf(readFileSync(join(root, 'docs/extending.md'), 'utf8'));
}
