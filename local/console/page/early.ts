import { askEarly } from './early-events';
import { keepSecret } from './secret';
import { restoreTheme } from './theme';

/* Run before anything is shown: nobody who chose the dark theme sees the light one first. */
restoreTheme();
keepSecret();
askEarly();
