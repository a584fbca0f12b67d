import { findBrowser } from './find-browser';

/** Before the tests: without a browser they fail with one message, and not with one each. */
export default function assertBrowser(): void {
  findBrowser();
}
