import { redraw } from './draw.js';

const ROOT = '/ui/';

/** Where we are: what the address says. */
export const route = { page: 'incidents', id: '', query: new URLSearchParams() };

/** @type {(moved: boolean) => void} */
let moved = () => {};

/** An address may be mistyped. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function read() {
  const before = route.page + '/' + route.id;
  const [page = '', ...rest] = location.pathname.slice(ROOT.length).split('/');
  route.page = page || 'incidents';
  route.id = decoded(rest.join('/'));
  route.query = new URLSearchParams(location.search);
  moved(before !== route.page + '/' + route.id);
}

/** @param {(moved: boolean) => void} then told after each change; `moved` when it is another page */
export function start(then) {
  moved = then;
  addEventListener('popstate', read);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) {
      return;
    }
    if (link.origin === location.origin && link.pathname.startsWith(ROOT) && !link.hash && !link.target && !link.download) {
      event.preventDefault();
      go(link.pathname + link.search);
    }
  });
  read();
}

/**
 * @param {string} path with its query
 * @param {{replace?: boolean}} [how]
 */
export function go(path, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', path);
  if (!replace) {
    scrollTo(0, 0);
  }
  read();
}

/**
 * Puts a filter into the address; an empty one is taken out.
 * @param {Record<string, string>} values
 */
export function filter(values) {
  const query = new URLSearchParams(route.query);
  for (const [name, value] of Object.entries(values)) {
    value ? query.set(name, value) : query.delete(name);
  }
  const text = query.toString().replaceAll('%2C', ',');
  go(location.pathname + (text ? '?' + text : ''), { replace: true });
  redraw();
}

/** @param {string} page @param {string} [id] */
export const pathTo = (page, id) => ROOT + page + (id ? '/' + encodeURIComponent(id) : '');
