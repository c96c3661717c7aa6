import { html, nothing } from '../../../vendor/lit-html/lit-html.js';
import { get } from '../../core/api.js';
import { redraw } from '../../core/draw.js';
import { count, number } from '../../core/words.js';
import { hash } from '../../view/copy.js';
import { failure, loading, stateMark } from '../../view/parts.js';

/** So few lines are shown at once. */
const FEW_LINES = 80;

/** @type {Diff | null} */
let diff = null;
/** @type {any} */
let refusal = null;
/** Of which change, and which of its revisions. */
let asked = '';
/** @type {Set<string>} paths of the files that are unfolded */
const open = new Set();

export function forget() {
  diff = null;
  refusal = null;
  asked = '';
  open.clear();
}

/** Asks for it, unless it was. @param {Change} change */
export function refresh(change) {
  const wanted = `${change.id} ${change.content.origin.revision}`;
  if (wanted !== asked) {
    forget();
    asked = wanted;
    load(change.id, wanted);
  }
}

/** @param {string} id @param {string} wanted */
async function load(id, wanted) {
  refusal = null;
  redraw();
  try {
    const told = /** @type {Diff} */ (await get(`/api/v1/changes/${encodeURIComponent(id)}/diff`));
    if (wanted !== asked) return;
    diff = told;
    const lines = told.files.flatMap((file) => file.hunks).reduce((sum, hunk) => sum + hunk.lines.length, 0);
    if (lines <= FEW_LINES) told.files.forEach((file) => open.add(file.path));
  } catch (caught) {
    if (wanted !== asked) return;
    refusal = caught;
  }
  redraw();
}

/** Unfolds all files, or folds them. */
export function turnAll() {
  const all = diff?.files ?? [];
  const fold = all.length > 0 && all.every((file) => open.has(file.path));
  all.forEach((file) => (fold ? open.delete(file.path) : open.add(file.path)));
  redraw();
}

/** @type {Record<string, [string, string]>} what a line is and how it is said, by its sign */
const LINES = { '+': ['added', '+'], '-': ['removed', '−'], '\\': ['remark', ''] };

/** @param {DiffHunk} hunk */
function lines({ before, after, lines: all }) {
  let old = before;
  let fresh = after;
  return all.map((line) => {
    const [kind, sign] = LINES[line[0]] ?? ['same', ''];
    const was = kind === 'same' || kind === 'removed' ? old++ : '';
    const is = kind === 'same' || kind === 'added' ? fresh++ : '';
    return html`<tr class=${kind}><td class="no">${was}</td><td class="no">${is}</td><td class="sign">${sign}</td><td class="line">${line.slice(1)}</td></tr>`;
  });
}

/** @param {DiffFile} file */
function file(file) {
  const turn = (/** @type {Event} */ event) => {
    /** @type {HTMLDetailsElement} */ (event.target).open ? open.add(file.path) : open.delete(file.path);
    redraw();
  };
  return html`<details class="diff-file" ?open=${open.has(file.path)} @toggle=${turn}>
    <summary><code>${file.former ? html`${file.former} → ` : nothing}${file.path}</code> ${file.kind === 'changed' ? nothing : stateMark(file.kind)} ${file.binary ? html`<small>binary</small>` : html`<span class="added">+${number(file.inserted)}</span> <span class="removed">−${number(file.deleted)}</span>`}</summary>
    ${open.has(file.path)
      ? html`${file.hunks.length ? html`<div class="scroll lines" tabindex="0" role="group" aria-label="Lines of ${file.path}"><table>${file.hunks.map((hunk) => html`<tbody>${lines(hunk)}</tbody>`)}</table></div>` : html`<p class="hint">${file.binary ? 'It has no lines.' : file.cut ? 'Its lines are not shown.' : 'No line of it changes.'}</p>`}
        ${file.cut ? html`<p class="hint">Not all of it is shown: see it in the repository.</p>` : nothing}`
      : nothing}
  </details>`;
}

/** What the revision changes, file by file. @param {Change} change */
export function view(change) {
  if (refusal) {
    return failure({ title: 'What it changes cannot be shown.', message: refusal.message }, () => load(change.id, asked));
  }
  if (!diff) {
    return loading();
  }
  const sum = (/** @type {'inserted' | 'deleted'} */ which) => number((diff?.files ?? []).reduce((total, one) => total + one[which], 0));
  return html`<p>${count(diff.files.length + diff.left, 'file')}, <span class="added">+${sum('inserted')}</span> <span class="removed">−${sum('deleted')}</span>${diff.from ? html`, compared with ${hash(diff.from, 'the commit before')}` : nothing}
      <button class="quiet" aria-keyshortcuts="f" @click=${turnAll}>Unfold or fold all <kbd aria-hidden="true">f</kbd></button></p>
    ${diff.files.length ? diff.files.map(file) : html`<p class="hint">It changes nothing.</p>`}
    ${diff.left ? html`<p class="failure">${count(diff.left, 'more file')} are not shown here: see them in the repository before you approve.</p>` : nothing}`;
}
