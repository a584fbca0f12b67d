// A function that waits for something else, and does next to nothing itself.

import { setTimeout as wait } from 'node:timers/promises';

export const handler = async () => {
  await wait(15);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
};
