import { html, render } from '../../vendor/lit-html/lit-html.js';
import { keysNow } from '../core/keys.js';

/** Shows every key that works now. */
export function showKeys() {
  const host = document.createElement('div');
  render(
    html`<dialog aria-labelledby="keys" @close=${() => host.remove()}>
      <h2 id="keys">Keys</h2>
      <dl class="keys">${keysNow().map(({ key, says }) => html`<div><dt>${key.split(' ').map((part) => html`<kbd>${part}</kbd> `)}</dt><dd>${says}</dd></div>`)}</dl>
      <footer><button autofocus @click=${() => host.querySelector('dialog')?.close()}>Close</button></footer>
    </dialog>`,
    host,
  );
  document.body.append(host);
  host.querySelector('dialog')?.showModal();
}
