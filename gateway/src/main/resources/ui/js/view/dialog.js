import { html, nothing, render } from '../../vendor/lit-html/lit-html.js';
import { failure } from './parts.js';

/**
 * Asks the viewer something, in front of everything else.
 *
 * @typedef {{name: string, label: string, kind?: 'text' | 'long' | 'choice' | 'datetime-local', value?: string, required?: boolean, hint?: string, choices?: [string, string][]}} Field
 * @param {{title: string, says?: unknown, fields?: Field[], action: string, danger?: boolean, run: (values: Record<string, string>) => Promise<unknown>}} question
 *     the dialog stays open, with the reason, when `run` fails
 */
export function question({ title, says, fields = [], action, danger = false, run }) {
  const host = document.createElement('div');
  const before = document.activeElement;
  let busy = false;
  /** @type {any} */
  let refusal = null;
  const close = () => {
    host.remove();
    if (before instanceof HTMLElement) {
      before.focus();
    }
  };
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const values = Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim()]));
    busy = true;
    refusal = null;
    draw();
    try {
      await run(values);
      host.querySelector('dialog')?.close();
    } catch (caught) {
      refusal = caught;
      busy = false;
      draw();
    }
  };
  const draw = () =>
    render(
      html`<dialog aria-labelledby="question" @close=${close}>
        <form @submit=${submit} @keydown=${hurried}>
          <h2 id="question">${title}</h2>
          ${says ? html`<div class="says">${says}</div>` : nothing}
          ${fields.map(field)}
          ${failure(refusal)}
          <footer>
            <button type="button" class="quiet" @click=${() => host.querySelector('dialog')?.close()}>Cancel</button>
            <button class=${danger ? 'danger' : 'primary'} ?disabled=${busy}>${action}</button>
          </footer>
        </form>
      </dialog>`,
      host,
    );
  document.body.append(host);
  draw();
  host.querySelector('dialog')?.showModal();
  /** @type {HTMLElement | null} */ (host.querySelector('input, textarea, select') ?? host.querySelector('footer button:last-child'))?.focus();
}

/** Control and Enter send it, also from where Enter begins a new line. @param {KeyboardEvent} event */
function hurried(event) {
  if (event.key === 'Enter' && event.ctrlKey && event.currentTarget instanceof HTMLFormElement) {
    event.currentTarget.requestSubmit();
  }
}

/** @param {Field} field */
export function field({ name, label, kind = 'text', value = '', required = false, hint = '', choices = [] }) {
  const described = hint ? `hint-${name}` : nothing;
  const input =
    kind === 'long'
      ? html`<textarea id="field-${name}" name=${name} rows="4" ?required=${required} aria-describedby=${described} .value=${value}></textarea>`
      : kind === 'choice'
        ? html`<select id="field-${name}" name=${name} aria-describedby=${described}>${choices.map(([word, words]) => html`<option value=${word} ?selected=${word === value}>${words}</option>`)}</select>`
        : html`<input id="field-${name}" name=${name} type=${kind} ?required=${required} aria-describedby=${described} .value=${value} autocomplete="off">`;
  return html`<div class="field"><label for="field-${name}">${label}</label>${input}${hint ? html`<small id=${described}>${hint}</small>` : nothing}</div>`;
}
