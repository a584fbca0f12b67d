/** A bounded memory that forgets what has not been asked for of late. */
export interface Recent<Key, Value> {
  get(name: Key): Value | undefined;
  set(name: Key, value: Value): void;
  delete(name: Key): void;
}

/**
 * Two generations: when the younger is full it becomes the older, and the former older one is forgotten. What is asked
 * for moves to the younger. Unlike a list in order of use, this writes nothing for a value that is often asked for.
 *
 * @param limit - how many values a generation holds; at most twice as many are remembered
 */
export function createRecent<Key, Value>(limit: number): Recent<Key, Value> {
  let younger = new Map<Key, Value>();
  let older = new Map<Key, Value>();
  const set = (name: Key, value: Value) => {
    if (younger.size >= limit && !younger.has(name)) {
      older = younger;
      younger = new Map();
    }
    younger.set(name, value);
  };
  return {
    get(name) {
      const value = younger.get(name);
      if (value !== undefined) {
        return value;
      }
      const aged = older.get(name);
      if (aged !== undefined) {
        set(name, aged);
      }
      return aged;
    },
    set,
    delete(name) {
      younger.delete(name);
      older.delete(name);
    },
  };
}
