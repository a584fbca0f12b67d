import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { FaultsView, KeyView, ReloadView } from '../protocol';
import { usedKid } from './lit';
import { Copy, classes, Icon, useNow } from './parts';
import { store } from './state';
import { isDark, switchTheme } from './theme';
import { plural, spanText } from './words';

/** The API, its issuer and keys, and the last reload. */
export function Top() {
  const overview = store.use((state) => state.overview);
  const link = store.use((state) => state.link);
  return (
    <header class="top">
      <h1>
        <Mark />
        Console
      </h1>
      <dl class="facts" aria-busy={!overview}>
        {overview ? (
          <>
            <Fact name={`${overview.api.isDeployed ? 'Deployment' : 'API'} · ${overview.api.environment}`}>
              <strong>{overview.api.name}</strong> <code>{overview.api.url}</code>{' '}
              <Copy text={() => overview.api.url} />
            </Fact>
            {overview.issuer && (
              <>
                <Fact name={overview.issuer.isStandIn ? 'Issuer: the stand-in' : 'Issuer'}>
                  <code>{overview.issuer.url}</code>
                </Fact>
                <Fact name="Audience">
                  <code>{overview.issuer.audience.join(', ')}</code>
                </Fact>
                <Fact name="Signing keys">
                  <Keys keys={overview.issuer.keys} error={overview.issuer.keysError} />
                </Fact>
              </>
            )}
            {overview.reload?.ok && <Reloaded reload={overview.reload} />}
          </>
        ) : (
          ['API', 'Issuer', 'Audience', 'Signing keys'].map((name) => (
            <Fact key={name} name={name}>
              …
            </Fact>
          ))
        )}
      </dl>
      <div class="top-end">
        <span class={`link link-${link}`} role="status">
          {link === 'live' ? 'live' : link === 'lost' ? 'npm start has ended; waiting for it' : 'connecting'}
        </span>
        <ThemeSwitch />
      </div>
      {overview?.reload?.ok === false && <FailedReload reload={overview.reload} />}
      {overview?.faults && <PlayedFaults faults={overview.faults} />}
    </header>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Keys({ keys, error }: { readonly keys: readonly KeyView[]; readonly error?: string }) {
  const kid = store.use(usedKid);
  if (error !== undefined || keys.length === 0) {
    return <span class="bad">{error ?? 'none'}</span>;
  }
  return (
    <ul class="keys">
      {keys.map((key) => (
        <li
          key={key.kid}
          class={classes('key', key.kid === kid && 'is-lit')}
          title={[key.kid, key.alg, key.use === 'sig' && 'for signatures', key.bits && `${key.bits} bits`]
            .filter(Boolean)
            .join(', ')}
        >
          <Icon shape="key" />
          <code>{shortKid(key.kid)}</code>
        </li>
      ))}
    </ul>
  );
}

function shortKid(kid: string): string {
  return kid.length > 12 ? `${kid.slice(0, 8)}…` : kid;
}

function Reloaded({ reload }: { readonly reload: Extract<ReloadView, { ok: true }> }) {
  const now = useNow();
  const [first = '', ...others] = reload.lines;
  return (
    <Fact name={`Reloaded ${spanText((now - reload.at) / 1000)} ago`}>
      <span class="reloaded" title={reload.lines.join('\n')}>
        {others.length > 0 ? others.join(' · ') : first}
      </span>
    </Fact>
  );
}

function FailedReload({ reload }: { readonly reload: Extract<ReloadView, { ok: false }> }) {
  const now = useNow();
  return (
    <div class="banner bad-banner" role="alert">
      <strong>The last edit is not served.</strong> What was good before still is. {spanText((now - reload.at) / 1000)}{' '}
      ago:
      <pre>{reload.message}</pre>
    </div>
  );
}

function PlayedFaults({ faults }: { readonly faults: FaultsView }) {
  const played = [
    faults.isIssuerStopped && 'The issuer is stopped.',
    faults.clockOffsetMs !== 0 &&
      `The gateway decides by a clock that is ${spanText(Math.abs(faults.clockOffsetMs) / 1000)} ${faults.clockOffsetMs > 0 ? 'ahead' : 'behind'}.`,
    faults.isThrottled && 'Every route answers 429.',
  ].filter(Boolean);
  return played.length === 0 ? null : (
    <div class="banner warn-banner" role="status">
      <strong>{plural(played.length, 'fault')} to play with:</strong> {played.join(' ')}
    </div>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d="M5 3v14" />
      <circle cx="5" cy="5" r="2.5" />
      <circle cx="5" cy="15" r="2.5" />
      <path d="M9 5h8M9 10h5M5 10h0M9 15h8" />
    </svg>
  );
}

function ThemeSwitch() {
  const [isPressed, setPressed] = useState(false);
  // The shell knows no theme.
  useLayoutEffect(() => setPressed(isDark()), []);
  const change = () => {
    switchTheme();
    setPressed(isDark());
  };
  return (
    <button type="button" class="quiet icon-button" aria-pressed={isPressed} aria-label="Dark theme" onClick={change}>
      <Icon shape={isPressed ? 'moon' : 'sun'} />
    </button>
  );
}
