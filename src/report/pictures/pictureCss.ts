const FONT = 'ui-sans-serif,system-ui,"Segoe UI","Helvetica Neue",Arial,"Liberation Sans",sans-serif';

interface Colours {
  readonly paper: string;
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly line: string;
  readonly risk: string;
  readonly onRisk: string;
  readonly org: string;
  readonly onOrg: string;
  readonly onOrgQuiet: string;
  readonly gateway: string;
  readonly gatewayEdge: string;
  readonly host: string;
  readonly good: string;
  readonly ending: string;
  readonly ended: string;
  readonly alert: string;
}

const LIGHT: Colours = {
  paper: '#ffffff',
  ink: '#1b2430',
  quiet: '#525e6e',
  rule: '#dfe3e8',
  line: '#56657a',
  risk: '#b3261e',
  onRisk: '#ffffff',
  org: '#1f3a5f',
  onOrg: '#ffffff',
  onOrgQuiet: '#d5dfec',
  gateway: '#e2f1f0',
  gatewayEdge: '#1f6f6b',
  host: '#f5f6f8',
  good: '#8fb0cf',
  ending: '#e0a458',
  ended: '#d9dde3',
  alert: '#1f3a5f',
};

const DARK: Colours = {
  paper: '#12171e',
  ink: '#e4e8ee',
  quiet: '#a5b0be',
  rule: '#2b333e',
  line: '#94a3b8',
  risk: '#ff9a8f',
  onRisk: '#12171e',
  org: '#b9d2f0',
  onOrg: '#0f1a29',
  onOrgQuiet: '#2a3d57',
  gateway: '#173230',
  gatewayEdge: '#6cc4bd',
  host: '#1c232d',
  good: '#44678c',
  ending: '#a8742c',
  ended: '#3a4350',
  alert: '#d5e4f7',
};

/** Colours as plain values: programs that show pictures know no variables. */
const colours = (c: Colours): string => `
.picture .paper{fill:${c.paper}}
.picture text{fill:${c.ink}}
.picture .legend,.picture .month text,.picture .detail{fill:${c.quiet}}
.picture .edge .line{stroke:${c.line}}
.picture .edge .head{fill:${c.line}}
.picture .edge.risk .line{stroke:${c.risk}}
.picture .edge.risk .head{fill:${c.risk}}
.picture .unknown .line{stroke-dasharray:2 3}
.picture .beyond .line{stroke:${c.line}}
.picture .edge-label.risk text{fill:${c.risk}}
.picture .risk-sign .triangle{fill:${c.risk};stroke:${c.risk}}
.picture .risk-sign .mark{stroke:${c.onRisk}}
.picture .node .shape{fill:${c.host};stroke:${c.line}}
.picture .org .shape{fill:${c.org};stroke:${c.org}}
.picture .org .label{fill:${c.onOrg}}
.picture .org .detail{fill:${c.onOrgQuiet}}
.picture .gateway .shape{fill:${c.gateway};stroke:${c.gatewayEdge}}
.picture .client .shape{fill:${c.paper}}
.picture .grid,.picture .row{stroke:${c.rule}}
.picture .today .line{stroke:${c.ink}}
.picture .today .head{fill:${c.ink}}
.picture .bar .shape{fill:${c.good}}
.picture .ending .shape{fill:${c.ending}}
.picture .ended .shape{fill:${c.ended}}
.picture .alert{fill:${c.alert};stroke:${c.paper}}
.picture .cross{stroke:${c.risk}}
.picture .ended .end{fill:${c.risk}}`;

/** How pictures look: for the style sheet of a page or of a file of its own. Print is always light. */
export const PICTURE_CSS = `.picture text{font-family:${FONT};font-size:11px}
.picture .headline{font-size:17px;font-weight:600}
.picture .label{font-size:13px;font-weight:600}
.picture .bar .label{font-size:12.5px;font-weight:500}
.picture .end{font-size:11.5px;font-variant-numeric:tabular-nums}
.picture .legend{font-size:11.5px}
.picture .year{font-weight:600}
.picture .line{fill:none;stroke-width:1.3}
.picture .mtls .line{stroke-width:2.8}
.picture .http .line{stroke-dasharray:5 4}
.picture .private .line{stroke-width:2.8;stroke-dasharray:9 3}
.picture .unknown .line{stroke-dasharray:2 3}
.picture .beyond .line{stroke-dasharray:1 4;stroke-linecap:round;stroke-width:1.6}
.picture .risk-sign .triangle{stroke-linejoin:round;stroke-width:1.5}
.picture .risk-sign .mark{stroke-width:1.7;stroke-linecap:round;fill:none}
.picture .node .shape{stroke-width:1.3}
.picture .gateway .shape{stroke-width:1.8}
.picture .cross{stroke-width:2.2;fill:none;stroke-linecap:round}
.picture .alert{stroke-width:1}${colours(LIGHT)}
@media screen and (prefers-color-scheme:dark){${colours(DARK)}
}`;
