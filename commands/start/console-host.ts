import { environments } from '../../config/environments';
import {
  ConsoleFault,
  type ConsoleHost,
  type FaultsView,
  type FaultWish,
  type IssuerView,
  type LogEntry,
  type ReloadView,
  type RouteView,
} from '../../local/console';
import type { RouteModel } from '../../local/gateway';
import { explainAnswer, type JudgedRoute } from '../advice/explain-answer';
import { ANOTHER_APP, OUR_APP } from '../advice/judged-app';
import { publishedKeys } from '../advice/published-keys';
import { routeView } from '../advice/route-view';
import { routeOf, sendWish } from '../advice/send-wish';
import { configOf } from '../project/config-flags';
import { baseUrl, notServed } from './api-text';
import { detailOf, entryOf } from './console-entries';
import { createConsoleLogin } from './console-login';
import { makeToken, tokenOffer } from './console-tokens';
import type { HeldRequest, HeldRequests } from './held-requests';
import type { Laptop } from './laptop';
import { missingCode } from './served-bundle';
import type { LocalOptions } from './start-options';

/** The running laptop as the console sees it. */
export interface LaptopHost extends ConsoleHost {
  /** Tells the page of a reload. */
  reloaded(reload: ReloadView): void;
}

export interface LaptopHostProps {
  readonly laptop: Laptop;
  readonly held: HeldRequests;
  readonly options: Pick<LocalOptions, 'context' | 'assembly'>;
}

export function createLaptopHost({ laptop, held, options }: LaptopHostProps): LaptopHost {
  const { issuer } = laptop;
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) {
      listener();
    }
  };
  const url = () => baseUrl(laptop.model, laptop.gateway.url);
  const shown = (one: HeldRequest): LogEntry => entryOf(laptop.model, one);
  let reload: ReloadView | undefined;

  const judgement = (at: number) => ({
    keysOf: laptop.keysOf,
    isLaptop: issuer !== undefined,
    app: laptop.isOurs ? OUR_APP : ANOTHER_APP,
    environments: laptop.isOurs ? environments : {},
    at,
  });

  return {
    async overview() {
      const { model } = laptop;
      return {
        api: {
          name: model.name,
          url: url(),
          environment: options.assembly ?? configOf(options.context).name,
          isDeployed: false,
        },
        issuer: await issuerView(laptop),
        routes: model.routes.map((route) => routeShown(laptop, route)),
        reload,
        notEmulated: model.notEmulated,
        tokens: issuer && tokenOffer(issuer),
        faults: faultsView(laptop),
      };
    },
    onChange: (listener) => void listeners.push(listener),
    reloaded(next) {
      reload = next;
      changed();
    },
    explain: (token) => explainAnswer(token, laptop.model.routes.map(judged), judgement(laptop.now())),
    send: (wish) =>
      sendWish(wish, routeOf(laptop.model.routes.map(judged), wish), {
        url: url(),
        described: laptop.isOurs ? configOf(options.context).routes : [],
      }),
    makeToken: issuer && ((wish) => makeToken(issuer, wish)),
    login: issuer && createConsoleLogin(issuer),
    log: {
      entries: () => held.all().map(shown),
      async detail(requestId) {
        const one = held.find(requestId);
        return one && detailOf(laptop.model, one, judgement(one.decidedAt));
      },
      onEntries: (listener) => held.onChange((requests) => listener(requests.map(shown))),
    },
    async causeFault(wish) {
      await cause(laptop, wish);
      held.clockOffsetMs = laptop.faults.clockOffsetMs;
      changed();
    },
  };
}

async function cause({ issuer, faults }: Laptop, wish: FaultWish): Promise<void> {
  switch (wish.kind) {
    case 'clock':
      faults.clockOffsetMs = wish.offsetMs;
      return;
    case 'throttle':
      return faults.throttle(wish.on);
  }
  if (!issuer) {
    throw new ConsoleFault('The issuer is not the stand-in: it is left alone.', { status: 409 });
  }
  switch (wish.kind) {
    case 'rotate keys':
      return issuer.rotateKeys(wish);
    case 'stop issuer':
      return issuer.stop();
    case 'start issuer':
      return issuer.resume();
  }
}

function judged({ routeKey, authorization, reason }: RouteModel): JudgedRoute {
  return authorization.kind === 'jwt'
    ? { routeKey, authorizer: authorization.authorizer, scopes: authorization.scopes, reason }
    : { routeKey, scopes: [], reason };
}

function faultsView({ issuer, faults }: Laptop): FaultsView {
  return {
    isIssuerStopped: issuer?.isListening === false,
    clockOffsetMs: faults.clockOffsetMs,
    isThrottled: faults.isThrottled,
    canRotateKeys: issuer !== undefined,
    canStopIssuer: issuer !== undefined,
  };
}

function routeShown({ model, isOurs }: Laptop, route: RouteModel): RouteView {
  return {
    ...routeView(judged(route), isOurs),
    isCodeMissing: isOurs && missingCode(model, route.routeKey) !== undefined,
    notEmulated: notServed(model, route)?.reason,
  };
}

/** The issuer, with the keys that it publishes now. */
async function issuerView({ model, trusted, issuer, fetchDocument }: Laptop): Promise<IssuerView | undefined> {
  if (trusted === undefined) {
    return undefined;
  }
  const audience = model.routes.flatMap(({ authorization }) =>
    authorization.kind === 'jwt' && authorization.authorizer.issuer === trusted
      ? authorization.authorizer.audience
      : [],
  );
  const keys = await publishedKeys(trusted, fetchDocument);
  return { url: trusted, isStandIn: issuer !== undefined, audience: [...new Set(audience)], ...keys };
}
