import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Holds the state of the page. A component that uses a part of it is drawn again when that part is another one. */
export interface Store<S> {
  get(): S;
  set(change: Partial<S>): void;
  /** @param select - must give the same value for the same state */
  use<T>(select: (state: S) => T): T;
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of [...listeners]) {
        listener();
      }
    },
    use(select) {
      const [, setSeen] = useState<unknown>(() => select(state));
      const latest = useRef(select);
      latest.current = select;
      useLayoutEffect(() => {
        const look = () => setSeen(() => latest.current(state));
        look();
        listeners.add(look);
        return () => void listeners.delete(look);
      }, []);
      return select(state);
    },
  };
}
