import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_FILES = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/**
 * The Chrome, Chromium or Edge of this machine: that of the variable CHROME_PATH, or else the first that is installed.
 *
 * @throws Error that says how to get one
 */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string {
  const { CHROME_PATH, PATH = '', PROGRAMFILES, LOCALAPPDATA, HOME = '' } = env;
  const windows = [PROGRAMFILES, env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter((folder) => folder !== undefined);
  const places = CHROME_PATH
    ? [CHROME_PATH]
    : [
        ...PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
        ...['/Applications', join(HOME, 'Applications')].flatMap((folder) =>
          MAC_APPS.map((name) => join(folder, `${name}.app/Contents/MacOS/${name}`)),
        ),
        ...windows.flatMap((folder) => WINDOWS_FILES.map((file) => join(folder, file))),
      ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) {
    throw new Error(
      `A browser — got ${CHROME_PATH ? `nothing at CHROME_PATH, ${CHROME_PATH}` : 'none'} — expected Chrome, Chromium or Edge — ` +
        'install one (Debian and Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium; ' +
        'Windows: winget install Google.Chrome), or name one with CHROME_PATH=…',
    );
  }
  return found;
}
