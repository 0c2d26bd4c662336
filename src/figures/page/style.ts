import { fontStack } from '../typography/font.ts';

/** Style sheet of figure pages and reports. */
export const pageStyle = `
:root { color-scheme: light; --ink: #1c1c1c; --soft: #5d5d5d; --rule: #d8d8d8; --link: #0b5fa5; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 16px/1.5 ${fontStack}; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
a { color: var(--link); }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; font-weight: 600; }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .4rem; padding-bottom: .2rem; border-bottom: 1px solid var(--rule); }
h3 { font-size: 1.08rem; margin: 1.8rem 0 .3rem; }
sub, sup { line-height: 0; }
figure { margin: .8rem 0; }
.plot { overflow-x: auto; }
.plot svg { display: block; width: calc(var(--width) * 1.4px); max-width: 100%; height: auto; }
.plot.narrow { display: none; }
.plot text, .plot .mark-rect path { user-select: none; }
.downloads { margin: .1rem 0 0 .5rem; font-size: .85rem; color: var(--soft); }
.downloads a { margin-right: .9rem; }
.soft { color: var(--soft); margin: .1rem 0 .6rem; }
code, pre { font: .86rem/1.45 ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; }
pre { background: #f5f5f3; border: 1px solid var(--rule); border-radius: 4px; padding: .5rem .7rem; overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0 .8rem; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .28rem .8rem .28rem 0; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.verdict { white-space: nowrap; font-weight: 600; margin-right: .6rem; }
.verdict::before { content: ''; display: inline-block; width: .62em; height: .62em; margin-right: .42em; border-radius: 50%; background: var(--mark); }
.reproduced { --mark: #1b8a4b; } .contradicted { --mark: #c8321f; }
.inconclusive { --mark: #d98200; } .not-attempted { --mark: #a0a0a0; }
details { margin: .3rem 0; } summary { cursor: pointer; color: var(--soft); }
.reason { color: var(--soft); }
@media (max-width: 40rem) {
  main { padding: 1rem .75rem 3rem; }
  .plot.wide { display: none; } .plot.narrow { display: block; }
  .plot.tabular svg { max-width: none; width: calc(var(--width) * 1px); }
  table { display: block; overflow-x: auto; } th, td { padding-right: .6rem; min-width: 5rem; overflow-wrap: anywhere; }
}
.failure { border-left: 3px solid #c8321f; padding: .3rem .7rem; background: #fbf1ef; }
.tip { position: fixed; z-index: 2; pointer-events: none; padding: .35rem .55rem; border: 1px solid #888; border-radius: 3px;
  background: rgba(255, 255, 255, .96); box-shadow: 0 1px 5px rgba(0, 0, 0, .2); font-size: .84rem; line-height: 1.35; max-width: 26rem;
  display: grid; grid-template-columns: auto auto; gap: 0 .9rem; }
.tip[hidden] { display: none; }
.tip div { display: contents; } .tip span:first-child { color: var(--soft); }
@media print { .downloads, details:not([open]), .tip { display: none; } h2, figure { break-inside: avoid; } }
`;
