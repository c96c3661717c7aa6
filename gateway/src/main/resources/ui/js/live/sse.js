/**
 * Takes server-sent events apart. The browser's own EventSource hides heartbeats, status codes and events whose names it
 * was not told, and all three are wanted here.
 * @param {(event: {event: string, id: string, data: string}) => void} told heartbeats are events without a name
 */
export function parser(told) {
  let rest = '';
  return (/** @type {string} */ text) => {
    rest += text;
    let end = rest.indexOf('\n\n');
    while (end >= 0) {
      told(frame(rest.slice(0, end)));
      rest = rest.slice(end + 2);
      end = rest.indexOf('\n\n');
    }
  };
}

/** @param {string} text */
function frame(text) {
  const out = { event: '', id: '', data: '' };
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replace(/^ /, '');
    const name = line.slice(0, colon);
    if (name === 'event' || name === 'id') out[name] = value;
    if (name === 'data') out.data += value;
  }
  return out;
}
