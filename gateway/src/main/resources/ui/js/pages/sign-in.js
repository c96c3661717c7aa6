import { html } from '../../vendor/lit-html/lit-html.js';
import { post } from '../core/api.js';
import { afterDraw, redraw } from '../core/draw.js';
import { pathTo, route } from '../core/router.js';
import { HOME, recognise } from '../core/session.js';
import { failure } from '../view/parts.js';

/** @type {any} */
let refusal = null;
let busy = false;
let byToken = false;

export const title = () => 'Sign in';

export function enter() {
  refusal = null;
  busy = false;
  // browsers may pass over autofocus in what comes after the document
  afterDraw(() => document.activeElement === document.body && document.querySelector('input')?.focus());
}

/** Only ways inside the dashboard: a link cannot lead the viewer elsewhere. */
function next() {
  const wanted = route.query.get('next') ?? '';
  return wanted.startsWith('/ui/') && !wanted.startsWith(pathTo('sign-in')) ? wanted : pathTo(HOME);
}

async function submit(/** @type {SubmitEvent} */ event) {
  event.preventDefault();
  const values = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (event.target)));
  if (byToken) values.token = String(values.token).trim(); // what is copied from a terminal may have space around it
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
  <div class="field"><label for="name">Name</label><input id="name" name="name" autocomplete="username" required></div>
  <div class="field"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required></div>`;

const token = () => html`<div class="field"><label for="token">Token</label><input id="token" name="token" type="password" autocomplete="off" required aria-describedby="token-hint">
  <small id="token-hint">On the gateway’s machine, in its data directory: <code>tokens/admin</code> may do everything, <code>tokens/read</code> may look.</small></div>`;

const firstTime = html`<details class="first-time"><summary>Here for the first time?</summary>
  <p>Ask whoever runs the gateway for an account. They make it on its machine, and its password is printed once:</p>
  <p><code>./tidegate user add NAME --roles responder,monitor</code></p>
  <p>Before there is any account they sign in with the administrator’s token:</p>
  <p><code>cat data/tokens/admin</code></p>
  <p>The roles are viewer, responder, support-engineer, validator, executor, monitor, customer-approver, customer-success-manager, administrator. Who executes a rollout does not monitor it, so it takes two people.</p>
</details>`;

export const view = () => html`<main class="sign-in">
  <form @submit=${submit}>
    <h1>Tidegate</h1>
    <p>Alerts in, incidents out; changes in waves, and back.</p>
    ${failure(refusal && (refusal.status === 401 ? { title: 'Not recognised.', message: refusal.message } : refusal))}
    ${byToken ? token() : byName()}
    <button class="primary" ?disabled=${busy}>Sign in</button>
    <button type="button" class="quiet" @click=${turn}>${byToken ? 'With a name and a password' : 'With a token instead'}</button>
    ${firstTime}
  </form>
</main>`;
