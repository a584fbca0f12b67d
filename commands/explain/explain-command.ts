import { environments } from '../../config/environments';
import { createDocumentFetcher, createIssuerKeys, type FetchDocument, type FetchResult } from '../../local/authorizer';
import { publicJwksUri } from '../../mirror';
import { explainToken } from '../advice/explain-token';
import { tokenFacts } from '../advice/token-facts';
import { asciiJson, type Command, CommandError } from '../kit/command';
import { configOf } from '../project/config-flags';
import { connectionTo } from '../wso2/connection';
import { EXPLAIN_FLAGS, explainOptions, resolveDecisionTime } from './explain-options';
import { explanationData } from './explanation-data';
import { explanationText } from './explanation-text';
import { givenToken } from './given-token';

/**
 * `npm run explain`: would this token pass, route by route, and if not, why. Exit code 0 when every route that was looked
 * at lets it pass, else 1.
 */
export const explainCommand: Command<typeof EXPLAIN_FLAGS> = {
  name: 'npm run explain',
  summary:
    'Says whether a token passes, route by route, and if not, which check failed and what to do. Never shows it.',
  flags: EXPLAIN_FLAGS,
  positional: { name: 'TOKEN|-', describe: 'the token, or - for standard input (default: asks for it, hidden)' },
  async run(given, io) {
    const { flags, positionals } = given;
    const config = configOf(flags.context);
    const { issuer, issuerMirror } = config.environment;
    const options = explainOptions(given, config);
    const connection = options.keys ? undefined : connectionTo(config, flags.ca, io);
    const token = await givenToken(positionals[0], io);
    const at = options.at ? resolveDecisionTime(options.at, tokenFacts(token)) : io.now();
    if (typeof at !== 'number') {
      throw new CommandError([at]);
    }
    const fetched = new Map<string, FetchResult>();
    const fetchOne = createDocumentFetcher(connection);
    const fetchDocument: FetchDocument = async (url) => {
      const result = await fetchOne(url);
      fetched.set(url, result);
      return result;
    };
    const keys = options.keys ?? createIssuerKeys({ issuer, fetchDocument, now: io.now });
    const explanation = await explainToken({
      token,
      config,
      routes: options.routes,
      keys,
      ...(issuerMirror !== undefined && { mirrored: () => fetched.get(publicJwksUri(issuer)) }),
      isOffline: options.keys !== undefined,
      at,
      environments,
    });
    io.out(flags.json ? asciiJson(explanationData(explanation)) : explanationText(explanation).join('\n'));
    return explanation.isAllowed ? 0 : 1;
  },
};
