import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Program, startProgram } from '../support/program';
import { ROOT } from '../support/run';

/** Newman's report of a run. */
export interface NewmanRun {
  readonly code: number | null;
  /** The names of the requests that got an answer, in their order. */
  readonly answered: readonly string[];
  /** `REQUEST — ASSERTION`, for each that failed. */
  readonly failed: readonly string[];
  /** All that it printed. */
  readonly printed: string;
}

/** As much of newman's report as is looked at. */
interface Report {
  readonly run: {
    readonly executions: readonly { readonly item: { readonly name: string }; readonly response?: object }[];
    readonly failures: readonly {
      readonly source: { readonly name: string };
      readonly error: { readonly test: string };
    }[];
  };
}

export const startNewman = (): Program => startProgram(join(__dirname, 'newman-program.js'), {}, ROOT);

/**
 * Runs the collection with the environment of `npm start`.
 *
 * @param newman the program
 * @param folder has both, below `postman/`, and files can be written there
 * @param name of the run, for the name of its report
 * @param variables other values than the environment's
 */
export async function runNewman(
  newman: Program,
  folder: string,
  name: string,
  { ca, variables }: { readonly ca: string; readonly variables: Readonly<Record<string, string>> },
): Promise<NewmanRun> {
  const report = join(folder, `${name}.json`);
  const { code, stdout, stderr } = await newman.run(
    'run',
    join(folder, 'postman/api.postman_collection.json'),
    ...['--environment', join(folder, 'postman/local.postman_environment.json')],
    ...['--ssl-extra-ca-certs', ca],
    ...['--reporters', 'cli,json', '--reporter-json-export', report],
    ...Object.entries(variables).flatMap(([key, value]) => ['--env-var', `${key}=${value}`]),
  );
  const { executions, failures } = (JSON.parse(readFileSync(report, 'utf8')) as Report).run;
  return {
    code,
    answered: executions.filter(({ response }) => response).map(({ item }) => item.name),
    failed: failures.map(({ source, error }) => `${source.name} — ${error.test}`),
    printed: stdout + stderr,
  };
}
