import { findBrowser } from './support/find-browser';

test('without a browser it is said how to get one', () => {
  expect(() => findBrowser({ PATH: '/nowhere' })).toThrow(
    /^A browser — got none — expected Chrome, Chromium or Edge — install one \(Debian and Ubuntu: sudo apt-get install chromium; .*CHROME_PATH=…$/,
  );
  expect(() => findBrowser({ CHROME_PATH: '/nowhere/chrome' })).toThrow(
    /got nothing at CHROME_PATH, \/nowhere\/chrome/,
  );
});
