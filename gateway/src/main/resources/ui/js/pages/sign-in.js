import { html } from '../../vendor/lit-html/lit-html.js';
import { post } from '../core/api.js';
import { redraw } from '../core/draw.js';
import { pathTo, route } from '../core/router.js';
import { home, recognise } from '../core/session.js';
import { failure } from '../view/parts.js';

/** @type {any} */
let refusal = null;
let busy = false;
let byToken = false;

export const title = () => 'Sign in';

export function enter() {
  refusal = null;
  busy = false;
}

/** Only ways inside the dashboard: a link cannot lead the viewer elsewhere. */
function next() {
  const wanted = route.query.get('next') ?? '';
  return wanted.startsWith('/ui/') && !wanted.startsWith(pathTo('sign-in')) ? wanted : pathTo(home());
}

async function submit(/** @type {SubmitEvent} */ event) {
  event.preventDefault();
  const values = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target)));
  busy = true;
  refusal = null;
  redraw();
  try {
    await post('/api/v1/session', values, { quiet: true });
    await recognise();
    location.assign(next()); // everything begins anew, as whoever this is
  } catch (caught) {
    refusal = caught;
    document.querySelector('input')?.focus();
  }
  busy = false;
  redraw();
}

const turn = () => {
  byToken = !byToken;
  refusal = null;
  redraw();
};

const byName = () => html`
  <div class="field"><label for="name">Name</label><input id="name" name="name" autocomplete="username" required autofocus></div>
  <div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required></div>`;

const token = () => html`<div class="field"><label for="token">Token</label><input id="token" name="token" type="password" autocomplete="off" required aria-describedby="token-hint">
  <small id="token-hint">On the gateway’s machine: <code>cat data/tokens/read</code></small></div>`;

export const view = () => html`<main class="sign-in">
  <form @submit=${submit}>
    <h1>Tidegate</h1>
    <p>Alerts in, incidents out; changes in waves, and back.</p>
    ${failure(refusal && (refusal.status === 401 ? { title: 'Not recognised.', message: refusal.message } : refusal))}
    ${byToken ? token() : byName()}
    <button class="primary" ?disabled=${busy}>Sign in</button>
    <button type="button" class="quiet" @click=${turn}>${byToken ? 'With a name and a password' : 'With a token instead'}</button>
  </form>
</main>`;
