import { html } from '../../vendor/lit-html/lit-html.js';
import { say } from './parts.js';

/** Puts text where it can be pasted from; also where the page was not served over TLS. @param {string} text */
export async function copy(text) {
  try {
    await (navigator.clipboard ? navigator.clipboard.writeText(text) : byHand(text));
    say('Copied');
  } catch {
    say('The browser does not let us copy; select the text instead', true);
  }
}

/** @param {string} text */
async function byHand(text) {
  const area = Object.assign(document.createElement('textarea'), { value: text });
  const before = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!done) throw new Error('not copied');
}

/** Text to paste elsewhere. @param {string} text */
export const snippet = (text) => html`<div class="snippet"><pre tabindex="0">${text}</pre><button class="quiet" @click=${() => copy(text)}>Copy</button></div>`;

const SHORT = 12;

/** A hash, short enough to be compared by eye, and whole to be copied. @param {string} value @param {string} of what it is the hash of */
export const hash = (value, of) => html`<span class="hash"><code title=${value}>${value.slice(0, SHORT)}</code><button class="quiet" aria-label="Copy the whole hash of ${of}" @click=${() => copy(value)}>copy</button></span>`;
