/** What the gateway answered instead of what was asked for; `message` says it in words. */
export class Refusal extends Error {
  /** @param {number} status 0 when there was no answer @param {string} title @param {string} detail */
  constructor(status, title, detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }
}

/** @type {() => void} */
let signedOut = () => {};

/** @param {() => void} then told when the gateway does not know us any more */
export function onSignedOut(then) {
  signedOut = then;
}

/** @param {Response} response */
async function refusal(response) {
  const problem = await response.json().catch(() => ({}));
  const all = problem.errors ?? []; // of a single one the detail tells already
  const faults = (all.length > 1 ? all : []).map((/** @type {Fault} */ fault) => `${fault.parameter}: ${fault.detail}`);
  const detail = typeof problem === 'string' ? problem : [problem.detail ?? problem.message, ...faults].filter(Boolean).join('; ');
  return new Refusal(response.status, problem.title ?? `status ${response.status}`, detail || `the gateway answered ${response.status}`);
}

/**
 * Asks the gateway. Throws a {@link Refusal}.
 * @param {string} method
 * @param {string} path
 * @param {{body?: unknown, headers?: Record<string, string>, signal?: AbortSignal, quiet?: boolean}} [options] quiet: a
 *     401 is the caller's business
 */
export async function ask(method, path, { body, headers = {}, signal, quiet = false } = {}) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Refusal(0, 'The gateway does not answer', 'Nothing that it had acknowledged is lost. What you just asked for may not have been done: look again when it is back.');
  }
  if (response.status === 401 && !quiet) {
    signedOut();
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

/** @param {string} path @param {{signal?: AbortSignal, quiet?: boolean}} [options] @returns {Promise<any>} */
export async function get(path, options) {
  return (await ask('GET', path, options)).json();
}

/** @param {string} path @param {unknown} [body] @param {{quiet?: boolean}} [options] @returns {Promise<any>} */
export async function post(path, body = {}, options) {
  const response = await ask('POST', path, { body, ...options });
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}
