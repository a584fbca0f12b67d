import { useState } from 'preact/hooks';
import type { TokenOffer } from '../protocol';
import { dropToken, getToken } from './actions';
import { Section } from './parts';
import { store } from './state';
import { GetOne } from './token-form';
import { PasteToken } from './token-paste';

const TABS = { named: 'Named', get: 'Get one', paste: 'Paste' } as const;
type Tab = keyof typeof TABS;

/** The ways to a token. A deployment has one: paste it. */
export function Tokens() {
  const offer = store.use((state) => state.overview?.tokens);
  const isKnown = store.use((state) => state.overview !== undefined);
  const [tab, setTab] = useState<Tab>('named');
  return (
    <Section id="tokens" title="Tokens" isBusy={!isKnown}>
      {!isKnown ? null : offer ? (
        <>
          <Tabs tab={tab} setTab={setTab} />
          <div id="token-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
            {tab === 'named' && <Named offer={offer} />}
            {tab === 'get' && <GetOne offer={offer} />}
            {tab === 'paste' && <PasteToken />}
          </div>
        </>
      ) : (
        <PasteToken />
      )}
    </Section>
  );
}

function Tabs({ tab, setTab }: { readonly tab: Tab; readonly setTab: (tab: Tab) => void }) {
  const names = Object.keys(TABS) as Tab[];
  const onKeyDown = (event: KeyboardEvent) => {
    const at = names.indexOf(tab);
    const next = names.at(
      { ArrowRight: (at + 1) % names.length, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key] ?? at,
    );
    if (next && next !== tab) {
      event.preventDefault();
      setTab(next);
      document.getElementById(`tab-${next}`)?.focus();
    }
  };
  return (
    <div class="tabs" role="tablist" aria-label="Ways to a token" onKeyDown={onKeyDown}>
      {names.map((name) => (
        <button
          type="button"
          key={name}
          id={`tab-${name}`}
          role="tab"
          aria-selected={name === tab}
          aria-controls="token-panel"
          tabIndex={name === tab ? 0 : -1}
          onClick={() => setTab(name)}
        >
          {TABS[name]}
        </button>
      ))}
    </div>
  );
}

const GROUPS = {
  good: 'Good: the issuer gives such',
  wrong: 'Wrong: the issuer gives such, for something else',
  forged: 'Forged: nobody should take them',
} as const;

function Named({ offer }: { readonly offer: TokenOffer }) {
  const held = store.use((state) => state.held);
  return (
    <>
      <ul class="picks">
        <li>
          <TokenPick
            name="no token"
            what="as in the article's first call"
            isHeld={held.token === ''}
            onPick={dropToken}
          />
        </li>
      </ul>
      {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
        <section key={group} class="token-group" aria-labelledby={`tokens-${group}`}>
          <h3 id={`tokens-${group}`}>{GROUPS[group]}</h3>
          <ul class="picks">
            {offer.named
              .filter((token) => token.group === group)
              .map(({ name, what }) => (
                <li key={name}>
                  <TokenPick
                    name={name}
                    what={what}
                    isHeld={held.name === name && held.token !== ''}
                    onPick={() => void getToken({ kind: 'named', name }, name)}
                  />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

interface TokenPickProps {
  readonly name: string;
  readonly what: string;
  readonly isHeld: boolean;
  readonly onPick: () => void;
}

function TokenPick({ name, what, isHeld, onPick }: TokenPickProps) {
  return (
    <button type="button" class="pick" aria-pressed={isHeld} onClick={onPick}>
      <span class="pick-name">
        <code>{name}</code>
      </span>
      <span class="pick-what">{what}</span>
    </button>
  );
}
