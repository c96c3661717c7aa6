/** @type {() => void} */
let drawNow = () => {};
let asked = false;

/** @param {() => void} draw draws the whole page from what is known */
export function drawWith(draw) {
  drawNow = draw;
}

/** Says that something changed: one drawing a frame, however much did. */
export function redraw() {
  if (asked) {
    return;
  }
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    drawNow();
  });
}

/**
 * Runs after the next drawing, for what needs the elements to be there.
 * @param {() => void} then
 */
export function afterDraw(then) {
  redraw();
  requestAnimationFrame(() => requestAnimationFrame(then));
}

/** What is drawn on a canvas does not turn by itself when the colours do: whoever turns them sends this event to the window. */
export const COLOURS_TURNED = 'tidegate.colours';
