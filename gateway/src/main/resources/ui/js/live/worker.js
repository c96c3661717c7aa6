import { Switchboard } from './switchboard.js';

const board = new Switchboard();
addEventListener('connect', (event) => board.connect(/** @type {MessageEvent} */ (event).ports[0]));
