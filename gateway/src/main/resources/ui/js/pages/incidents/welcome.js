import { html } from '../../../vendor/lit-html/lit-html.js';
import { filter, pathTo, route } from '../../core/router.js';
import { customer, me } from '../../core/session.js';
import { snippet } from '../../view/copy.js';
import { narrowed } from '../../view/facets.js';
import { empty } from '../../view/parts.js';

const config = () => `alerting:
  alertmanagers:
    - authorization: { credentials_file: /path/to/data/tokens/ingest }
      static_configs:
        - targets: ["${location.host}"]`;

const rest = () => filter(Object.fromEntries([...route.query.keys()].map((name) => [name, ''])));

/** The board without a row. @param {boolean} any whether there ever was an incident */
export const nothingHere = (any) =>
  narrowed()
    ? empty('No incident matches', html`<p>The address asks for something that is not there now. The list fills by itself when it comes.</p><button @click=${rest}>Show everything that is active</button>`)
    : any
      ? empty('Nothing is wrong', html`<p>Every incident is resolved. New ones appear here by themselves.</p><button @click=${() => filter({ state: 'resolved,closed' })}>Show what is over</button>`)
      : customer()
        ? empty('Nothing is wrong', html`<p>There has been no incident of ${me.tenant}. New ones appear here by themselves.</p><p><a href=${pathTo('changes')}>To the changes</a></p>`)
        : empty('No alert has come yet', html`<p>Point Prometheus at this gateway: paste this into <code>prometheus.yml</code> and reload it. The ingest token is on the gateway’s machine, in its data directory.</p>${snippet(config())}<p>Or let the storm generator try it: <code>./tidegate storm --url ${location.origin}</code></p>`);
