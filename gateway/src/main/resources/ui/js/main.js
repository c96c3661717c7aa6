import { html, render } from '../vendor/lit-html/lit-html.js';
import { ask, onSignedOut } from './core/api.js';
import { afterDraw, drawWith, redraw } from './core/draw.js';
import { listen } from './core/keys.js';
import { go, pathTo, route, start } from './core/router.js';
import { recognise, tellSignedOut } from './core/session.js';
import { connect, follow, INCIDENTS, standing } from './live/client.js';
import * as incidents from './pages/incidents/page.js';
import { showKeys } from './view/help.js';
import { attempt, failure, loading, missing } from './view/parts.js';
import { places, shell, turnTheme, turnTimes } from './view/shell.js';

const TICK_MILLIS = 5_000; // relative times grow

/** The board comes at once, the others when they are asked for. @type {Record<string, () => Promise<Page> | Page>} */
const PAGES = {
  incidents: () => (route.id ? import('./pages/incident/page.js') : incidents),
  rollouts: () => (route.id ? import('./pages/rollouts/one.js') : import('./pages/rollouts/list.js')),
  changes: () => (route.id === 'new' ? import('./pages/changes/draft.js') : route.id ? import('./pages/changes/one.js') : import('./pages/changes/list.js')),
  silences: () => import('./pages/silences.js'),
  audit: () => import('./pages/audit.js'),
  system: () => import('./pages/system.js'),
  'sign-in': () => import('./pages/sign-in.js'),
};

/** @type {Page | null} */
let page = null;
/** @type {void | (() => void)} */
let leavePage;
let visit = 0;
/** @type {Error | null} */
let broken = null;

/** @param {boolean} moved */
async function arrive(moved) {
  if (!moved && page) {
    page.changed?.();
    redraw();
    return;
  }
  const mine = ++visit;
  leavePage?.();
  leavePage = undefined;
  page = null;
  broken = null;
  redraw();
  try {
    const next = await (PAGES[route.page]?.() ?? nowhere);
    if (mine === visit) {
      page = next;
      leavePage = page.enter();
    }
  } catch (failed) {
    if (mine === visit) broken = /** @type {Error} */ (failed);
  }
  // on a phone not all names of pages fit beside each other
  afterDraw(() => document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }));
}

/** @type {Page} */
const nowhere = {
  title: () => 'Nothing here',
  enter: () => {},
  view: () => missing('There is no such page', html`<p>The address may be mistyped. All pages are named at the top.</p>`),
};

/** @returns {Key[]} */
const keys = () => [
  ...(page?.keys?.() ?? []),
  { key: '?', says: 'these keys', run: showKeys },
  ...places().map(([place, name, letter]) => ({ key: `g ${letter}`, says: `go to ${name}`, run: () => go(pathTo(place)) })),
  { key: 't', says: 'colours: as the system, light, dark', run: turnTheme },
  { key: 'e', says: 'exact times, or relative ones', run: turnTimes },
];

function draw() {
  document.title = `${page ? page.title() + ' · ' : ''}Tidegate`;
  const content = broken
    ? unloaded()
    : page ? page.view() : loading();
  render(route.page === 'sign-in' ? content : shell(content, signOut), document.body);
}

/** While the gateway is away a reload would lose what the browser still has. */
const unloaded = () =>
  standing()?.state === 'reconnecting'
    ? failure({ title: 'This page is not here yet', message: 'It was not opened before, and the gateway does not answer. It comes by itself when the gateway is back.' })
    : failure({ title: 'This page could not be loaded', message: 'The gateway may have been updated. Reload the page; nothing is lost.' }, () => location.reload());

function signIn() {
  if (route.page !== 'sign-in') {
    go(`${pathTo('sign-in')}?next=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
  }
}

/** Every page follows incidents, for the number at the top. */
function recognised() {
  let away = false;
  follow(INCIDENTS, ({ state }) => {
    if (state?.state === 'signed-out') signIn();
    // browsers do not ask again for a module that failed; one that fails though the gateway is there would fail for ever
    if (state?.state === 'live' && away && broken) location.reload();
    if (state) away = state.state === 'reconnecting';
  });
  redraw();
}

async function signOut() {
  if (await attempt(() => ask('DELETE', '/api/v1/session'), 'Signed out')) {
    tellSignedOut();
    location.assign(pathTo('sign-in')); // lets go of every stream
  }
}

document.body.replaceChildren();
drawWith(draw);
onSignedOut(signIn);
connect();
listen(keys);
start(arrive);
setInterval(redraw, TICK_MILLIS);
recognise().then(recognised, signIn);
