import { setTimeout } from 'node:timers/promises';
import { apiScopes } from '../support/api-scopes';
import type { Command } from '../support/command';
import { configOf } from '../support/config-flags';
import { jsonText } from '../support/json-flag';
import { readLaptopFile } from '../support/laptop-file';
import { warn } from '../support/warn';
import { tokenWarnings } from '../token/token-warnings';
import { caseTokens } from './case-tokens';
import { runCases } from './run-cases';
import { createSender } from './send-case';
import { SMOKE_FLAGS, smokeOptions } from './smoke-options';
import { smokeTable } from './smoke-table';

/** `npm run smoke`: whether a deployment guards every route as the configuration has it. */
export const smokeCommand: Command<typeof SMOKE_FLAGS> = {
  name: 'npm run smoke',
  summary:
    'Calls every route of a deployment without a token and with good and bad ones. All requests are without a body, and a path parameter is smoke-test; the valid token is WSO2_TOKEN, or asked for as npm run token does, and the expired one is WSO2_EXPIRED_TOKEN.',
  flags: SMOKE_FLAGS,
  async run(given, io) {
    const config = configOf(given.flags.context);
    const { issuer, laptopOnly, identitySource } = config.environment;
    const options = smokeOptions(given, laptopOnly ? readLaptopFile(io.root, issuer)?.url : undefined, io.env);
    const tokens = await caseTokens(config, given.flags, io);
    warn('token' in tokens.valid ? tokenWarnings(tokens.valid.token ?? '', apiScopes(config)) : [], io);

    const send = createSender({
      ...options,
      identitySource,
      now: io.now,
      sleep: async (ms) => void (await setTimeout(ms)),
      onWait: () => io.err(`a route is not there yet; waiting up to ${options.waitMs / 1000} s`),
    });
    const results = await runCases(config.routes, tokens, send);
    const result = { url: options.url, environment: config.name, results };
    io.out(given.flags.json ? jsonText(result) : smokeTable(results).join('\n'));
    return results.some(({ result }) => result === 'FAIL') ? 1 : 0;
  },
};
