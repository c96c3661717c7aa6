import { html, nothing, render } from '../../vendor/lit-html/lit-html.js';
import { keysNow } from '../core/keys.js';

/** @type {Record<string, string>} */
const SIGNS = { ArrowDown: '↓', ArrowUp: '↑' };

/** One key, or one after the other. @param {string} key */
const shown = (key) => key.split(' ').map((part) => html`<kbd>${SIGNS[part] ?? part}</kbd> `);

/** @param {Key[]} keys */
const list = (keys) => html`<dl class="keys">${keys.map(({ key, also, says }) => html`<div><dt>${shown(key)}${also ? html` ${shown(also)}` : nothing}</dt><dd>${says}</dd></div>`)}</dl>`;

/** Shows every key that works now. */
export function showKeys() {
  const host = document.createElement('div');
  const keys = keysNow();
  const everywhere = keys.findIndex(({ key }) => key === '?');
  render(
    html`<dialog aria-labelledby="keys" @close=${() => host.remove()}>
      <h2 id="keys">Keys</h2>
      ${everywhere > 0 ? html`<h3>On this page</h3>${list(keys.slice(0, everywhere))}<h3>Everywhere</h3>` : nothing}
      ${list(keys.slice(everywhere))}
      <p class="hint">Tab goes to everything that can be done, Enter does it, Escape leaves a field or a question, Control and Enter send one.</p>
      <footer><button autofocus @click=${() => host.querySelector('dialog')?.close()}>Close</button></footer>
    </dialog>`,
    host,
  );
  document.body.append(host);
  host.querySelector('dialog')?.showModal();
}
