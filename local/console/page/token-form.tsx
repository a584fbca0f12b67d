import { useId, useState } from 'preact/hooks';
import type { TokenOffer } from '../protocol';
import { getToken } from './actions';
import { signIn } from './login';

/** Gets a token as an application or a user would. */
export function GetOne({ offer }: { readonly offer: TokenOffer }) {
  const [clientId, setClientId] = useState(offer.clientIds[0] ?? '');
  const [username, setUsername] = useState('');
  const [scopes, setScopes] = useState<readonly string[]>(offer.scopes);
  const [release, setRelease] = useState(offer.releases.at(-1) ?? '');
  const [lifetime, setLifetime] = useState(3600);
  const id = useId();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const who = username === '' ? {} : { username };
    void getToken(
      { kind: 'minted', clientId, ...who, scopes: asked(offer, scopes), release, lifetime },
      username || clientId,
    );
  };
  return (
    <form class="form" onSubmit={onSubmit}>
      <fieldset class="choices">
        <legend>For whom</legend>
        {['', ...offer.users.map((user) => user.username)].map((name) => (
          <label key={name} class="choice">
            <input type="radio" name={`${id}-who`} checked={username === name} onChange={() => setUsername(name)} />
            {name || 'the application'}
          </label>
        ))}
      </fieldset>
      <label>
        Application
        <select value={clientId} onChange={({ currentTarget }) => setClientId(currentTarget.value)}>
          {offer.clientIds.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <fieldset class="choices">
        <legend>Scopes</legend>
        {offer.scopes.length === 0 && <span class="hint">No route asks for one.</span>}
        {offer.scopes.map((scope) => (
          <label key={scope} class="choice">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ currentTarget }) =>
                setScopes(currentTarget.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
            />
            <code>{scope}</code>
          </label>
        ))}
      </fieldset>
      <div class="form-row">
        <label>
          Shape of WSO2 IS
          <select value={release} onChange={({ currentTarget }) => setRelease(currentTarget.value)}>
            {offer.releases.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          Lifetime, in seconds
          <input
            type="number"
            min={1}
            max={86400}
            required
            value={lifetime}
            onInput={({ currentTarget }) => setLifetime(currentTarget.valueAsNumber)}
          />
        </label>
      </div>
      <button type="submit" class="primary">
        Get a token
      </button>
      <SignIn offer={offer} onSignIn={() => void signIn({ clientId, scopes: asked(offer, scopes) })} />
    </form>
  );
}

/** The scopes that are ticked, of those that there still are. */
function asked(offer: TokenOffer, scopes: readonly string[]): readonly string[] {
  return offer.scopes.filter((scope) => scopes.includes(scope));
}

function SignIn({ offer, onSignIn }: { readonly offer: TokenOffer; readonly onSignIn: () => void }) {
  return (
    <div class="sign-in">
      <button type="button" onClick={onSignIn}>
        Sign in at the stand-in
      </button>
      <p class="hint">
        Authorization code with PKCE, in a window of its own, for this application and these scopes. Its users:
      </p>
      <dl class="pairs">
        {offer.users.map(({ username, password, scopes }) => (
          <div key={username}>
            <dt>
              <code>{username}</code>
            </dt>
            <dd>
              <code>{password}</code>
              <span class="hint">{scopes.length > 0 ? `may have ${scopes.join(', ')}` : 'has no scopes'}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
