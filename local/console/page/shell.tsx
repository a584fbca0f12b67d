import { renderToString } from 'preact-render-to-string';
import { Page } from './page';

/* Run by the server, for the document: what the page shows before it knows anything. */
Object.assign(globalThis, { shell: renderToString(<Page />) });
