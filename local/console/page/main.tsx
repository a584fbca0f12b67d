import { render } from 'preact';
import { connect } from './actions';
import { Page } from './page';
import { secret } from './secret';
import { store } from './state';
import './styles/base.css';
import './styles/top.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/picks.css';
import './styles/token.css';
import './styles/outcome.css';
import './styles/rail.css';
import './styles/flow.css';
import './styles/log.css';

if (secret() === '') {
  store.set({ shut: 'It was opened without its secret.' });
} else {
  connect();
}
const app = document.getElementById('app');
if (app) {
  // Takes the place of the shell, whose elements it goes on to use.
  render(<Page />, app);
}
