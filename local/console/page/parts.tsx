import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { STATUS_WORDS } from './words';

/** Class names that hold. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

const SHAPES = {
  pass: 'M3.5 8.5l3 3 6-7',
  fail: 'M4 4l8 8M12 4l-8 8',
  'not reached': 'M4.5 8h7',
  sun: 'M8 5a3 3 0 100 6 3 3 0 000-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13 9.5A5.5 5.5 0 016.5 3 5.5 5.5 0 1013 9.5z',
  key: 'M5.5 7.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM7.5 8.5L13 3M11 5l2 2',
} as const;

/** A picture of 16 pixels that says nothing by itself: the words beside it do. */
export function Icon({ shape }: { readonly shape: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={SHAPES[shape]} />
    </svg>
  );
}

/** A part of the page with its heading. */
export function Section(props: {
  readonly id: string;
  readonly title: string;
  /** Beside the heading. */
  readonly aside?: ComponentChildren;
  /** Its content is about to be replaced. */
  readonly isBusy?: boolean;
  readonly children: ComponentChildren;
}) {
  const { id, title, aside, isBusy = false, children } = props;
  return (
    <section id={id} class="section" tabIndex={-1} aria-labelledby={`${id}-title`} aria-busy={isBusy}>
      <header class="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside && <div class="aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

export function Method({ children }: { readonly children: string }) {
  return <span class={`method method-${children.toLowerCase().replace('$', '')}`}>{children}</span>;
}

/** A status of HTTP, coloured by its class. */
export function Status({ code, withWords = false }: { readonly code: number; readonly withWords?: boolean }) {
  return (
    <span class={`status status-${Math.floor(code / 100)}xx`}>
      {code}
      {withWords && ` ${STATUS_WORDS[code] ?? ''}`}
    </span>
  );
}

/** Copies a text, and says so. */
export function Copy({ text, label = 'Copy' }: { readonly text: () => string; readonly label?: string }) {
  const [outcome, setOutcome] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setOutcome('Copied'),
      () => setOutcome('The browser does not let it'),
    );
  useEffect(() => {
    const timer = setTimeout(() => setOutcome(''), 1600);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <button type="button" class="quiet" onClick={() => void copy()}>
      <span aria-live="polite">{outcome || label}</span>
    </button>
  );
}

/** The current time in milliseconds since 1970, anew each second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
