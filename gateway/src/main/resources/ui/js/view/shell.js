import { html, nothing } from '../../vendor/lit-html/lit-html.js';
import { COLOURS_TURNED, redraw } from '../core/draw.js';
import { pathTo, route } from '../core/router.js';
import { customer, HOME, me, signedIn } from '../core/session.js';
import { span, times } from '../core/time.js';
import { number } from '../core/words.js';
import { standing, totals } from '../live/client.js';
import { showKeys } from './help.js';
import { notes } from './parts.js';

/** Page, its name, its letter after g. @type {[string, string, string][]} */
const ALL_PLACES = [
  ['incidents', 'Incidents', 'i'],
  ['rollouts', 'Rollouts', 'r'],
  ['changes', 'Changes', 'c'],
  ['silences', 'Silences', 's'],
  ['audit', 'Audit', 'a'],
  ['system', 'Health', 'h'],
];

/** What is behind is not kept apart by tenant. */
const FOR_STAFF = ['system'];

/** Where the viewer can go. */
export const places = () => (customer() ? ALL_PLACES.filter(([page]) => !FOR_STAFF.includes(page)) : ALL_PLACES);

const THEMES = ['auto', 'light', 'dark'];

const theme = () => document.documentElement.dataset.theme ?? 'auto';

/** The next theme: as the system has it, light, dark. */
export function turnTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  localStorage.setItem('tidegate.theme', next);
  dispatchEvent(new Event(COLOURS_TURNED));
  redraw();
}

/** Relative times, or exact ones. */
export function turnTimes() {
  times.exact = !times.exact;
  redraw();
}

const STREAM_WORDS = {
  connecting: 'connecting',
  live: 'live',
  reconnecting: 'reconnecting',
  ended: 'live',
  'signed-out': 'signed out',
};

function streamState() {
  const now = standing();
  if (!now) {
    return nothing;
  }
  const { state, behind } = now;
  const words = state === 'live' && behind ? `behind ${span(behind)}` : STREAM_WORDS[state];
  const says = state === 'reconnecting' ? 'The gateway does not answer. What is shown is what was known last; nothing is lost, and it goes on from there.' : '';
  return html`<span class="stream" role="status" data-stream=${state === 'live' && behind ? 'behind' : state} title=${says}>${words}</span>`;
}

/** @param {() => void} leave */
const account = (leave) =>
  signedIn()
    ? html`<span class="who" title=${me.roles.join(', ')}>${me.name}</span><button class="quiet" @click=${leave}>Sign out</button>`
    : nothing;

/**
 * What is around every page.
 * @param {unknown} content @param {() => void} leave signs out
 */
export const shell = (content, leave) => html`
  <a class="skip" href="#main">To the content</a>
  <header class="bar">
    <a class="brand" href=${pathTo(HOME)}>Tidegate</a>
    <nav aria-label="Pages">
      ${places().map(([page, name]) => html`<a href=${pathTo(page)} aria-current=${route.page === page ? 'page' : nothing}>${name}${page === 'incidents' && totals.incidents ? html` <span class="badge">${number(totals.incidents)}</span>` : nothing}</a>`)}
    </nav>
    <div class="tools">
      ${streamState()} ${account(leave)}
      <button class="quiet icon" title="Exact times" aria-label="Exact times" aria-pressed=${times.exact} @click=${turnTimes}>◷</button>
      <button class="quiet icon" title="Colours: ${theme()}" aria-label="Colours: ${theme()}" @click=${turnTheme}>◐</button>
      <button class="quiet icon" title="Keys" aria-label="Keys" @click=${showKeys}>?</button>
    </div>
  </header>
  ${standing()?.state === 'reconnecting'
    ? html`<p class="away" role="alert">The gateway does not answer. What you see is what was known last; nothing is lost, and it goes on by itself.</p>`
    : nothing}
  <main id="main" tabindex="-1" data-page=${route.page}>${content}</main>
  ${notes()}
`;
