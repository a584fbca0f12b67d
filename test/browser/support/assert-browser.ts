import { findBrowser } from './find-browser';

/** Before the tests: without a browser they fail with one message, and not with one each. */
export default function assertBrowser(): void {
  findBrowser();
}

if (require.main === module) {
  try {
    assertBrowser();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
