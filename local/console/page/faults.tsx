import type { FaultsView, FaultWish } from '../protocol';
import { playFault } from './actions';
import { store } from './state';

const HOUR = 3_600_000;

/** Faults to play with. Absent for a deployment. */
export function Faults() {
  const faults = store.use((state) => state.overview?.faults);
  if (!faults) {
    return null;
  }
  return (
    <details id="faults" class="section">
      <summary>
        <h2>Faults to play with</h2>
      </summary>
      <ul class="faults">
        {faultsOf(faults).map(({ name, watch, actions, isOn }) => (
          <li key={name} class={isOn ? 'is-on' : undefined}>
            <span class="fault-name">{name}</span>
            <span class="fault-actions">
              {actions.map(({ label, wish }) => (
                <button type="button" key={label} onClick={() => void playFault(wish)}>
                  {label}
                </button>
              ))}
            </span>
            <p class="hint">{watch}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Fault {
  readonly name: string;
  readonly watch: string;
  readonly isOn: boolean;
  readonly actions: readonly { readonly label: string; readonly wish: FaultWish }[];
}

function faultsOf(faults: FaultsView): Fault[] {
  const { isIssuerStopped, clockOffsetMs, isThrottled, canRotateKeys, canStopIssuer } = faults;
  return [
    ...(canRotateKeys
      ? [
          {
            name: 'Rotate the keys',
            isOn: false,
            actions: [
              { label: 'Keep the old', wish: { kind: 'rotate keys', keepOld: true } },
              { label: 'Drop the old', wish: { kind: 'rotate keys', keepOld: false } },
            ],
            watch:
              'Watch the signing keys at the top, and kid: a token of before passes as long as its key is in the key set that the gateway holds.',
          } as const,
        ]
      : []),
    ...(canStopIssuer
      ? [
          {
            name: 'Issuer',
            isOn: isIssuerStopped,
            actions: isIssuerStopped
              ? [{ label: 'Start it', wish: { kind: 'start issuer' } } as const]
              : [{ label: 'Stop it', wish: { kind: 'stop issuer' } } as const],
            watch: isIssuerStopped
              ? 'It is stopped. Keys that the gateway holds still serve; a token under another key is refused: discovery or keys.'
              : 'Watch discovery and keys: what the gateway holds goes on to serve, all else is refused.',
          },
        ]
      : []),
    {
      name: 'Clock of the gateway',
      isOn: clockOffsetMs !== 0,
      actions:
        clockOffsetMs === 0
          ? [{ label: 'Forward an hour', wish: { kind: 'clock', offsetMs: HOUR } }]
          : [{ label: 'Set it right', wish: { kind: 'clock', offsetMs: 0 } }],
      watch:
        clockOffsetMs === 0
          ? 'Watch expiry: a token that lives for an hour is expired at once.'
          : 'Tokens of an hour are expired, and those of the future are valid: expiry, not-before, issued-at.',
    },
    {
      name: 'Throttle',
      isOn: isThrottled,
      actions: [
        { label: isThrottled ? 'Let all through' : 'Answer 429', wish: { kind: 'throttle', on: !isThrottled } },
      ],
      watch: 'Watch the answer and the flow: 429 on every route, and the function never runs.',
    },
  ];
}
