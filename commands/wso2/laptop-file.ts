import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectTo } from '../../local/authorizer';

/** The file that `npm start` leaves for the other commands while it runs: the way to the stand-in for WSO2 IS. */
export interface LaptopFile {
  readonly pid: number;
  /** The URL of the local gateway. */
  readonly url: string;
  readonly issuer: string;
  /** The certificates to trust, as PEM. */
  readonly ca: string;
  readonly connectTo: ConnectTo;
  /** The stand-in's own clients: their secrets are no secrets. */
  readonly clients: readonly { readonly id: string; readonly secret: string }[];
}

/** One file for each process. */
const FOLDER = '.cache/laptops';

/** The file of a process. */
export function laptopFilePath(root: string, pid: number): string {
  return join(root, FOLDER, `${pid}.json`);
}

/** Writes the file, and gives back what removes it. */
export function writeLaptopFile(root: string, content: LaptopFile): () => void {
  const file = laptopFilePath(root, content.pid);
  mkdirSync(join(root, FOLDER), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
  return () => rmSync(file, { force: true });
}

/**
 * The file of a running `npm start` whose stand-in is this issuer's; undefined when none runs, even where one was killed
 * and left its file. Of several it is the one at the issuer's own port.
 */
export function readLaptopFile(root: string, issuer: string): LaptopFile | undefined {
  const { port } = new URL(issuer);
  const running = filesIn(join(root, FOLDER)).filter((file) => file.issuer === issuer && isRunning(file.pid));
  return running.find(({ connectTo }) => String(connectTo.port) === port) ?? running[0];
}

function filesIn(folder: string): LaptopFile[] {
  try {
    return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  } catch {
    // No folder, or a file that goes away or comes into being right now.
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
