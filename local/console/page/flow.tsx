import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FlowStep } from '../protocol';
import { type ShownSteps, shownSteps } from './flow-steps';
import { classes, Section } from './parts';
import { store } from './state';
import { millisecondsText } from './words';

const LANES = ['Client', 'WSO2 IS', 'API Gateway', 'Function'] as const;
const [CLIENT, ISSUER, GATEWAY, FUNCTION] = [0, 1, 2, 3] as const;

/** From lane to lane; within one lane where the gateway does something by itself. */
const ARROWS: Readonly<
  Record<FlowStep['name'], { readonly from: number; readonly to: number; readonly label: string }>
> = {
  'client gets a token': { from: CLIENT, to: ISSUER, label: 'gets a token' },
  'client calls the API': { from: CLIENT, to: GATEWAY, label: 'calls the API' },
  'gateway finds the route': { from: GATEWAY, to: GATEWAY, label: 'finds the route' },
  'discovery and keys': { from: GATEWAY, to: ISSUER, label: 'discovery and keys' },
  'token is checked': { from: GATEWAY, to: GATEWAY, label: 'checks the token' },
  'function runs': { from: GATEWAY, to: FUNCTION, label: 'runs' },
  answer: { from: GATEWAY, to: CLIENT, label: 'answer' },
};

/** Sizes in pixels. */
const HEAD = 26;
const ROW = 34;
const LEFT = 18;
const RIGHT = 44;
/** From the lanes to the left and to the right. */
const [BEFORE, AFTER] = [18, 26];

/** The way of the request that is shown, as a sequence of arrows. */
export function Flow() {
  const steps = store.use((state) => state.selected);
  const kind = store.use((state) => shownSteps(state).kind);
  const key = store.use((state) => JSON.stringify(shownSteps(state)));
  const shown = JSON.parse(key) as ShownSteps;
  return (
    <Section
      id="flow"
      title="Flow"
      aside={
        <span class="hint">
          {kind === 'ahead' ? 'the way it would go' : kind === 'followed' ? 'as the decision tells it' : 'as it went'}
        </span>
      }
    >
      {shown.steps.length > 0 && <Sequence key={steps} steps={shown.steps} isAhead={kind === 'ahead'} />}
    </Section>
  );
}

function Sequence({ steps, isAhead }: { readonly steps: readonly FlowStep[]; readonly isAhead: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    setWidth(Math.floor(element.getBoundingClientRect().width));
    return () => observer.disconnect();
  }, []);
  const height = HEAD + steps.length * ROW + 10;
  const between = (width - LEFT - BEFORE - AFTER - RIGHT) / (LANES.length - 1);
  const laneX = (lane: number) => LEFT + BEFORE + lane * between;
  return (
    <div ref={box} class={classes('flow', isAhead && 'is-ahead')}>
      <ol class="sr-only">
        {steps.map((step) => (
          <li key={step.name}>{spoken(step)}</li>
        ))}
      </ol>
      {width > 0 && (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {LANES.map((name, lane) => (
            <g key={name} class="lane">
              <line x1={laneX(lane)} x2={laneX(lane)} y1={HEAD} y2={height} />
              <text x={laneX(lane)} y={16} text-anchor="middle">
                {name}
              </text>
            </g>
          ))}
          {steps.map((step, index) => (
            <Arrow key={step.name} step={step} index={index} laneX={laneX} width={width} />
          ))}
        </svg>
      )}
    </div>
  );
}

interface ArrowProps {
  readonly step: FlowStep;
  readonly index: number;
  readonly laneX: (lane: number) => number;
  readonly width: number;
}

function Arrow({ step, index, laneX, width }: ArrowProps) {
  const { from, to } = ARROWS[step.name];
  const y = HEAD + (index + 1) * ROW - 6;
  const [x1, x2] = [laneX(from), laneX(to)];
  const isBad = step.state !== 'not taken' && /^(refused|[45]\d\d)/.test(step.note ?? '');
  return (
    <g class={classes('arrow', `arrow-${step.state.replace(' ', '-')}`, isBad && 'is-bad')}>
      <text class="number" x={2} y={y + 4}>
        {index + 1}
      </text>
      {from === to ? (
        <>
          <circle cx={x1} cy={y} r={4} />
          <text x={x1 - 10} y={y + 4} text-anchor="end">
            {labelOf(step)}
          </text>
        </>
      ) : (
        <>
          <line x1={x1} x2={x2 - Math.sign(x2 - x1) * 2} y1={y} y2={y} />
          {step.state === 'not taken' ? (
            <path d={cross((x1 + x2) / 2, y)} />
          ) : (
            <path d={head(x2, y, Math.sign(x2 - x1))} class="head" />
          )}
          <text x={(x1 + x2) / 2} y={y - 7} text-anchor="middle">
            {labelOf(step)}
          </text>
        </>
      )}
      <text class="time" x={width - 2} y={y + 4} text-anchor="end">
        {timeOf(step)}
      </text>
    </g>
  );
}

function labelOf({ name, state, note }: FlowStep): string {
  const { label } = ARROWS[name];
  if (state === 'memory') {
    return 'keys from memory';
  }
  return note && (state === 'not taken' || name !== 'gateway finds the route') ? note : label;
}

function timeOf({ state, milliseconds }: FlowStep): string {
  return milliseconds === undefined || state === 'not taken' ? '' : millisecondsText(milliseconds);
}

function spoken(step: FlowStep): string {
  const { name, state, note } = step;
  const how = { taken: '', memory: ', from memory', 'not taken': ', not taken' }[state];
  return [name + how, note, timeOf(step)].filter(Boolean).join(', ');
}

function head(x: number, y: number, direction: number): string {
  return `M${x} ${y}l${-7 * direction} -4v8z`;
}

function cross(x: number, y: number): string {
  return `M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`;
}
