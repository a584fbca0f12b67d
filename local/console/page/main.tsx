import { render } from 'preact';
import './page.css';

const app = document.getElementById('app');
if (app) {
  render(<main>The console.</main>, app);
}
