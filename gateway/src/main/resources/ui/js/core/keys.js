/** @type {() => Key[]} */
let pageKeys = () => [];
let prefix = '';

/** @param {EventTarget | null} target */
function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Enter already means something there. @param {EventTarget | null} target */
const enters = (target) => target instanceof Element && target.closest('a, button, summary') !== null;

/** @param {() => Key[]} all the keys that work now; two letters mean one after the other */
export function listen(all) {
  pageKeys = all;
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
      return;
    }
    if (typing(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) {
        event.target.blur();
      }
      return;
    }
    if (event.key === 'Enter' && enters(event.target)) {
      return;
    }
    const pressed = prefix ? `${prefix} ${event.key}` : event.key;
    prefix = '';
    const key = pageKeys().find((known) => known.key === pressed || known.also === pressed);
    if (key) {
      event.preventDefault();
      key.run();
    } else if (pageKeys().some((known) => known.key.startsWith(pressed + ' '))) {
      prefix = pressed;
    }
  });
}

/** @returns {Key[]} */
export const keysNow = () => pageKeys();
