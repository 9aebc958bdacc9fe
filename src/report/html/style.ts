import { PICTURE_CSS } from '../pictures/pictureCss.js';

/** The colours of the page, on screens that ask for dark ones as well. Every pair that text stands in has a contrast of 4.5 or more. */
const LIGHT = `--paper:#fff;--ink:#1b2430;--quiet:#525e6e;--rule:#d9dee5;--strong-rule:#1f3a5f;--accent:#1f3a5f;--link:#1c4f8f;
--band:#f5f6f8;--code:#eef1f5;--focus:#1c4f8f;
--met:#1a6238;--on-met:#e6f2ea;--failed:#9c1f18;--on-failed:#fbe9e7;--attested:#1f4f86;--on-attested:#e7eff8;
--person:#734700;--on-person:#fbf0db;--not-applicable:#525e6e;--on-not-applicable:#eef0f3`;
const DARK = `--paper:#12171e;--ink:#e4e8ee;--quiet:#a5b0be;--rule:#2b333e;--strong-rule:#7fa3cf;--accent:#b9d2f0;--link:#93c0f5;
--band:#1a212a;--code:#212a35;--focus:#93c0f5;
--met:#8fd3a9;--on-met:#14301f;--failed:#ffb0a7;--on-failed:#421a17;--attested:#a9ccf5;--on-attested:#182d47;
--person:#f0c987;--on-person:#3b2a0c;--not-applicable:#a5b0be;--on-not-applicable:#232b35`;

const SANS = 'ui-sans-serif,system-ui,"Segoe UI","Helvetica Neue",Arial,"Liberation Sans",sans-serif';
const SERIF =
  '"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,"Noto Serif","Liberation Serif",serif';
const MONO = 'ui-monospace,"SF Mono","Cascadia Mono",Consolas,"Liberation Mono",monospace';

/** How the page looks: on screens of any width, and on paper. It loads nothing. */
export const STYLE = `:root{color-scheme:light;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${DARK}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 ${SANS};font-variant-numeric:tabular-nums;overflow-wrap:break-word}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:1rem;top:-6rem;padding:.5rem 1rem;background:var(--paper);border:2px solid var(--focus);z-index:1}
.skip:focus{top:1rem}
h1,h2,h3{font-family:${SERIF};font-weight:600;line-height:1.2;text-wrap:balance;color:var(--accent)}
h1{font-size:clamp(1.9rem,1.3rem + 2.4vw,2.9rem);letter-spacing:-.012em;margin:0}
h2{font-size:1.65rem;margin:0 0 1.1rem;padding-top:.8rem;border-top:2px solid var(--strong-rule)}
h3{font-size:1.2rem;margin:2.2rem 0 .8rem}
p,ul{margin:0 0 1rem;max-width:70ch}
ul{padding-left:1.2rem}
li{margin:.3rem 0}
li::marker{color:var(--quiet)}
code{font-family:${MONO};font-size:.88em;background:var(--code);padding:.08em .32em;border-radius:3px;overflow-wrap:anywhere}
.numbering{font-variant-numeric:tabular-nums lining-nums;color:var(--quiet);font-weight:400}
h2 .numbering,h3 .numbering{margin-right:.35em}
.title-block,.page{max-width:88rem;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem)}
.title-block{padding-top:clamp(1.5rem,4vw,3.5rem);padding-bottom:2rem}
.title-block::before{content:"";display:block;width:4.5rem;height:5px;background:var(--accent);margin-bottom:1.4rem}
.subtitle{font-family:${SERIF};font-size:1.2rem;line-height:1.5;color:var(--quiet);margin:.9rem 0 0;max-width:62ch}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));margin:2rem 0 0;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
.facts div{padding:.75rem 1.5rem .75rem 0}
.facts dt{font-size:.8rem;color:var(--quiet)}
.facts dd{margin:.1rem 0 0;font-weight:600;overflow-wrap:anywhere}
.contents{font-size:.92rem;line-height:1.4;margin-bottom:2.5rem}
.contents h2{font:600 .8rem/1.4 ${SANS};color:var(--quiet);border:0;padding:0;margin:0 0 .6rem}
.contents ol{list-style:none;margin:0;padding:0}
.contents ol ol{margin:.1rem 0 .35rem 2.1rem;font-size:.94em}
.contents li{margin:.28rem 0}
.contents ol ol li{margin:.18rem 0}
.contents a{color:var(--ink);text-decoration:none;display:grid;grid-template-columns:2.1rem 1fr}
.contents ol ol a{display:block;color:var(--quiet)}
.contents ol ol .numbering{display:none}
.contents a:hover{text-decoration:underline;color:var(--link)}
main{min-width:0}
main:focus{outline:none}
section{margin-bottom:3.5rem}
@media (min-width:70rem){
.page{display:grid;grid-template-columns:15.5rem minmax(0,1fr);gap:clamp(2rem,4vw,4rem)}
.contents{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:1.2rem .5rem 1.5rem 0;scrollbar-width:thin}
}
.table{margin:1.4rem 0 1.8rem}
.scroll{overflow-x:auto}
.table .scroll,.table:not(.wide){border-bottom:1px solid var(--rule)}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.4}
.wide table{min-width:48rem}
.sideways table{min-width:80rem}
table code{overflow-wrap:inherit}
.day{white-space:nowrap}
caption{text-align:left;font-size:.9rem;font-weight:600;padding:0 0 .5rem}
caption>span{display:inline-block;position:sticky;left:0;max-width:min(70ch,calc(100vw - 2rem))}
caption .numbering,figcaption .numbering{margin-right:.5em}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem;border-top:1px solid var(--rule)}
.wide th,.wide td{min-width:5rem}
.wide th:first-child{min-width:9rem}
.wide td.number,.wide th.number{min-width:0}
th:first-child,td:first-child{padding-left:.5rem}
thead th,thead td{border-top:2px solid var(--strong-rule);background:var(--band);font-weight:600;vertical-align:bottom}
tbody th{font-weight:600}
tbody th.text{font-weight:400}
th.number,td.number{text-align:right}
tbody tr:hover>*{background:var(--band)}
.nothing{color:var(--quiet);border-left:3px solid var(--rule);padding-left:.9rem}
.nothing strong{color:var(--ink);font-weight:600}
.sort{font:inherit;color:inherit;background:none;border:0;padding:0;margin:0;text-align:inherit;cursor:pointer;width:100%}
.sort:hover{text-decoration:underline;text-underline-offset:.15em}
.sort::after{content:"\\2195";font-weight:400;color:var(--quiet);margin-left:.3em}
[aria-sort=ascending] .sort::after{content:"\\2191";color:var(--ink)}
[aria-sort=descending] .sort::after{content:"\\2193";color:var(--ink)}
.filter{display:flex;flex-wrap:wrap;align-items:baseline;gap:.4rem 1rem;margin-bottom:.6rem;font-size:.875rem}
.filter input{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:4px;padding:.25rem .5rem;margin-left:.4rem;min-width:16rem;max-width:100%}
.filter output{color:var(--quiet)}
.verdict{display:inline-block;white-space:nowrap;font-weight:600;font-size:.8125rem;line-height:1.45;padding:.05rem .55rem;border-radius:1rem}
.verdict.said{white-space:normal}
.verdict .sign{display:inline-block;min-width:.9em;text-align:center}
${['met', 'failed', 'attested', 'person', 'not-applicable'].map((name) => `.verdict.${name}{color:var(--${name});background:var(--on-${name})}`).join('\n')}
.checklist{list-style:none;padding:0;margin:0 0 1.5rem;max-width:62rem;border-bottom:1px solid var(--rule)}
.checklist>li{display:grid;grid-template-columns:10.5rem 1fr;gap:.25rem 1rem;margin:0;padding:.7rem 0;border-top:1px solid var(--rule);align-items:baseline}
.checklist .verdict{justify-self:start}
.checklist ul{margin:.3rem 0 0;padding-left:1.1rem;font-size:.9rem;color:var(--quiet)}
@media (max-width:40rem){.checklist>li{grid-template-columns:1fr}}
figure{margin:1.4rem 0 2rem}
figure .scroll,figure>svg{padding:1rem 0}
figure svg{display:block;max-width:100%;height:auto}
figure.wide svg{width:100%;min-width:56rem}
figure.sideways svg{min-width:84rem}
figcaption{font-size:.9rem;font-weight:600;padding-top:.5rem;border-top:1px solid var(--rule)}
.form table{table-layout:fixed;min-width:54rem}
.form thead td{width:11rem}
.form td,.form tbody th{height:3.6rem;border:1px solid var(--quiet)}
.form thead>tr>*{border:1px solid var(--quiet)}
.form th:first-child,.form td:first-child{padding-left:.75rem}
.end{max-width:88rem;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem) 3rem;color:var(--quiet);font-size:.85rem}
@page{size:A4;margin:18mm 16mm 20mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt ${SANS};color:#525e6e}}
@page landscape{size:A4 landscape}
@media print{
html{font-size:9.5pt}
body{line-height:1.45}
.skip,.filter{display:none}
.title-block,.page,.end{max-width:none;padding-left:0;padding-right:0}
.title-block{padding-top:12mm}
a,.contents a{color:inherit;text-decoration:none}
.contents{break-after:page}
.contents h2{font-size:1rem;color:var(--ink)}
.contents>ol{columns:2;column-gap:10mm}
.contents>ol>li{break-inside:avoid}
.landscape{page:landscape}
section.long{break-before:page}
section{margin-bottom:9mm}
h1,h2,h3,caption,figcaption{break-after:avoid}
h2,h3{break-inside:avoid}
p,li{orphans:3;widows:3}
thead{display:table-header-group}
tr,figure,.checklist>li,.form{break-inside:avoid}
thead tr{break-after:avoid}
tbody tr:first-child{break-before:avoid}
tr[hidden]{display:table-row}
tbody tr:hover>*{background:none}
table{font-size:8pt;line-height:1.35}
.landscape table{font-size:7.5pt}
.wide table,.sideways table,.form table,figure.wide svg,figure.sideways svg{min-width:0}
th,td,.wide th,.wide td,.wide th:first-child{padding:1.1mm 1.5mm;min-width:0}
.scroll{overflow:visible}
.sort{display:contents}
.sort::after{content:none}
figure svg{max-height:165mm;margin:0 auto}
.verdict{font-size:inherit;padding:0 .4em}
table code{font-size:.95em;padding:0 .15em}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
${PICTURE_CSS}`;
