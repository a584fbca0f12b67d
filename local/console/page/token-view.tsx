import { useEffect, useRef } from 'preact/hooks';
import type { MemberView, TokenView } from '../protocol';
import { dropToken, pin, point } from './actions';
import { litMembers, shownDecision, shownToken } from './lit';
import { classes, Icon, Section, useNow } from './parts';
import { litBy, store } from './state';
import { plural, spanText } from './words';

/** A token taken apart: of the request that is shown, or the one that is held. */
export function TokenApart() {
  const token = store.use(shownToken);
  const held = store.use((state) => state.held);
  const isOfLog = store.use((state) => state.selected !== undefined);
  if (!token || token.length === 0) {
    return (
      <Section id="token" title={isOfLog ? 'Token of this request' : 'Token'}>
        <p class="empty">{isOfLog ? 'It came without a token.' : 'None. Pick one under Tokens, or send without.'}</p>
      </Section>
    );
  }
  return (
    <Section
      id="token"
      title={isOfLog ? 'Token of this request' : 'Token'}
      aside={
        !isOfLog && (
          <button type="button" class="quiet" onClick={dropToken}>
            Drop it
          </button>
        )
      }
    >
      <p class="token-what">
        {!isOfLog && (
          <>
            <code class="tag">{held.name}</code> {held.what}{' '}
          </>
        )}
        <span class="hint">
          {token.isReadable && `${token.kind[0]?.toUpperCase()}${token.kind.slice(1)}, `}
          {plural(token.length, 'character')}.
        </span>
      </p>
      {!isOfLog && <Expiry token={token} />}
      {token.isReadable ? (
        <>
          <Members title="Header" part="header" members={token.header} />
          <Members title="Claims" part="claims" members={token.claims} />
          <Signature />
        </>
      ) : (
        <p class="empty">{token.kind}</p>
      )}
    </Section>
  );
}

/** The countdown, by the clock of the decision. */
function Expiry({ token }: { readonly token: TokenView }) {
  const explained = store.use((state) => state.explained);
  const offset = store.use((state) => state.overview?.faults?.clockOffsetMs) ?? 0;
  const now = (useNow() + offset) / 1000;
  const [exp, iat] = ['exp', 'iat'].map((name) => Number(token.claims.find((claim) => claim.name === name)?.value));
  if (!explained || !exp || Number.isNaN(exp)) {
    return null;
  }
  const left = exp - now;
  const life = iat ? exp - iat : 0;
  return (
    <div class={classes('expiry', left <= 0 && 'is-over', left > 0 && left < 60 && 'is-soon')}>
      <span class="expiry-text" role="timer">
        {left > 0 ? `expires in ${spanText(Math.ceil(left))}` : `expired ${spanText(-left)} ago`}
      </span>
      {life > 0 && (
        <progress max={life} value={Math.max(0, Math.min(life, left))} aria-label="Time that is left of its life" />
      )}
    </div>
  );
}

/** The members that API Gateway looks at. */
const CHECKED: Readonly<Record<MembersProps['part'], readonly string[]>> = {
  header: ['alg', 'kid', 'crit'],
  claims: ['iss', 'aud', 'client_id', 'exp', 'nbf', 'iat', 'scope', 'scp'],
};

interface MembersProps {
  readonly title: string;
  readonly part: 'header' | 'claims';
  readonly members: readonly MemberView[];
}

function Members({ title, part, members }: MembersProps) {
  const lit = store.use(litMembers).split('\n');
  // Those that decide come first.
  const checked = CHECKED[part].flatMap((name) => members.find((member) => member.name === name) ?? []);
  const others = members.filter((member) => !checked.includes(member));
  const list = useRef<HTMLDListElement>(null);
  const isByCheck = store.use((state) => litBy(state)?.kind === 'check');
  const first = isByCheck ? lit.find((one) => one.startsWith(part)) : undefined;
  useEffect(() => {
    // In a pane of its own; never the page, which would move what is pointed at away.
    const pane = list.current?.closest('.pane');
    if (first && pane && getComputedStyle(pane).overflowY === 'auto') {
      pane.querySelector(`[data-member="${CSS.escape(first)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [first]);
  return (
    <div class={`members members-${part}`}>
      <h3>{title}</h3>
      <dl ref={list}>
        {[...checked, ...others].map((member) => (
          <Member
            key={member.name}
            part={part}
            member={member}
            isLit={lit.includes(`${part} ${member.name}`)}
            isOther={member === others[0]}
          />
        ))}
      </dl>
    </div>
  );
}

interface MemberProps {
  readonly part: MembersProps['part'];
  readonly member: MemberView;
  readonly isLit: boolean;
  /** The first of those that no check looks at. */
  readonly isOther: boolean;
}

function Member(props: MemberProps) {
  const { part, isLit, isOther } = props;
  const { name, value, meaning, time } = props.member;
  const pointed = { kind: 'member', part, name } as const;
  return (
    <div
      class={classes('member', isLit && 'is-lit', isOther && 'is-other')}
      data-member={`${part} ${name}`}
      onPointerEnter={() => point(pointed)}
      onPointerLeave={() => point(undefined)}
    >
      <dt>
        <button
          type="button"
          class="member-name"
          onFocus={() => point(pointed)}
          onBlur={() => point(undefined)}
          onClick={() => pin(pointed)}
        >
          <code>{name}</code>
        </button>
      </dt>
      <dd>
        <code class={value.startsWith('"') ? 'string' : 'value'}>{value}</code>
        {(time || meaning) && (
          <span class="meaning">
            {time && <strong>{time}</strong>}
            {time && meaning && ', '}
            {meaning}
          </span>
        )}
      </dd>
    </div>
  );
}

function Signature() {
  const check = store.use((state) => shownDecision(state)?.checks.find(({ name }) => name === 'signature'));
  const kid = store.use((state) => state.overview?.issuer?.keys.find((key) => key.kid === check?.kid)?.kid);
  return (
    <div class="members">
      <h3>Signature</h3>
      <p class={classes('signature', check?.result === 'fail' && 'bad')}>
        <Icon shape={check?.result ?? 'not reached'} />
        {check?.result === 'pass'
          ? `verified${kid === undefined ? '' : ' with a key of the issuer'}`
          : check?.result === 'fail'
            ? `not valid: ${check.found}`
            : 'not looked at'}
      </p>
    </div>
  );
}
