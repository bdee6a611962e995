/// How the page looks: one ink and one tint, few rules, numbers in columns.
enum PageStyle {
  static let sheet = """
    :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #5b6470; --rule: #d5d9de; --tint: 31, 110, 190; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --paper: #16181b; --faint: #a2acb6; --rule: #3a4047;
      --tint: 95, 165, 235; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 66rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
    h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .75rem; }
    h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
    h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
    p { max-width: 44rem; margin: .5rem 0; }
    a { color: inherit; }
    section { border-top: 1px solid var(--rule); padding-top: 1.25rem; margin-top: 2.5rem; }
    .findings { border-top: 0; padding-top: 0; margin-top: 0; }
    .findings h2 { font-size: 1.05rem; margin: 0; color: var(--faint); font-weight: 600; }
    .note { color: var(--faint); font-size: .85rem; font-weight: 400; }
    table .note { font-size: inherit; }
    .verdicts, .league-verdicts { list-style: none; padding: 0; margin: .35rem 0 .75rem; max-width: 44rem; }
    .many { columns: 30rem 2; column-gap: 2rem; max-width: none; }
    .league-verdicts li { break-inside: avoid; }
    .verdicts li { padding-left: 1.3rem; text-indent: -1.3rem; margin: .2rem 0; break-inside: avoid; }
    .verdicts li::before { content: "○"; display: inline-block; width: 1.3rem; text-indent: 0; }
    .verdicts .decided::before { content: "●"; }
    .findings > .verdicts .decided, .findings > .league-verdicts .decided { font-weight: 600; }
    .minor { font-size: .9rem; }
    nav { margin-top: 1.5rem; font-size: .9rem; }
    .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem 2rem;
      margin: 1.25rem 0; align-items: start; }
    .small.figures { grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 1rem;
      margin: .5rem 0; align-items: end; }
    figure { margin: 0; min-width: 0; break-inside: avoid; }
    figcaption { font-size: .85rem; line-height: 1.4; color: var(--faint); margin-bottom: .4rem; max-width: 27rem; }
    figcaption b, .small figcaption bdi { color: var(--ink); }
    figure svg { display: block; width: 100%; max-width: 27rem; height: auto; }
    .small figure svg { max-width: 14rem; }
    .mark svg { vertical-align: -.1em; margin-right: .4em; }
    .scroll { overflow-x: auto; margin: .75rem 0; }
    table { border-collapse: collapse; font-size: .85rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
    caption { text-align: left; color: var(--faint); padding-bottom: .35rem; }
    caption > span { position: sticky; left: 0; display: inline-block; max-width: min(44rem, calc(100vw - 2rem)); }
    th, td { padding: .25rem .7rem .25rem 0; text-align: right; vertical-align: baseline; white-space: nowrap;
      font-weight: 400; }
    thead th { vertical-align: bottom; white-space: normal; color: var(--faint); overflow-wrap: normal; max-width: 11rem; }
    thead th, thead td { border-bottom: 1px solid var(--ink); }
    tbody tr:last-child > * { border-bottom: 1px solid var(--rule); }
    tbody th { white-space: normal; min-width: 7rem; max-width: 14rem; }
    th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); }
    .words td, .words th { text-align: left; }
    .words td { vertical-align: baseline; }
    small { font-size: .8em; color: var(--faint); }
    code { font-family: ui-monospace, monospace; font-size: .9em; white-space: pre-wrap; }
    .words td { white-space: normal; min-width: 6rem; }
    .words th:first-child { min-width: 5.5rem; }
    .words .sentence { display: block; min-width: 13rem; }
    .numbers td:not(:has(.sentence)) { min-width: 3.5rem; }
    .pairs td { white-space: nowrap; min-width: 0; }
    .pairs th:first-child { min-width: 8rem; }
    .pairs .verdict { display: block; white-space: normal; max-width: 9rem; min-width: 5rem; }
    .tables { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; align-items: start; }
    .tables .scroll { max-width: 100%; }
    .matrix th, .matrix td { padding: 1px; text-align: right; }
    .matrix thead th { padding: 0 .4rem .2rem; text-align: right; }
    .matrix thead th:first-child { padding-left: 0; text-align: left; }
    .matrix tbody th { padding-right: .6rem; min-width: 2.5rem; max-width: 9rem; text-align: left; }
    .list tbody th { min-width: 12rem; max-width: 22rem; }
    .cell, .weight { display: block; padding: .12rem .4rem; min-width: 2.1rem;
      background: rgba(var(--tint), calc(.5 * var(--share))); }
    .right { outline: 1px solid var(--faint); outline-offset: -1px; }
    .zero { color: var(--faint); }
    .weight { background: rgba(var(--tint), calc(.55 * var(--share))); }
    .weight.less { background: repeating-linear-gradient(135deg, rgba(var(--tint), calc(.6 * var(--share))) 0 1.5px,
      transparent 1.5px 5px); }
    .weight { text-shadow: 0 0 2px var(--paper), 0 0 2px var(--paper), 0 0 3px var(--paper); }
    .weight small { color: inherit; display: block; line-height: 1.2; }
    p > .weight { display: inline-block; min-width: 0; }
    .windows { padding-left: 1.75rem; columns: 27rem 2; column-gap: 2rem; }
    .windows li { margin: .35rem 0; break-inside: avoid; }
    .windows .note { display: inline-block; }
    .word { display: inline-block; min-width: 2em; text-align: center; vertical-align: top; line-height: 1.3; }
    .word .weight { min-width: 0; padding: .05rem .3rem; }
    .word small { display: block; }
    footer { border-top: 1px solid var(--rule); margin-top: 2.5rem; padding-top: 1rem; font-size: .85rem;
      color: var(--faint); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
    dd { margin: 0; }
    @media print {
      :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --rule: #999; --tint: 90, 90, 90; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      nav { display: none; }
      a { text-decoration: none; }
      .scroll { overflow: visible; }
      table { font-size: 7.5pt; }
      th, td { padding-right: .5rem; }
      h2, h3, h4, caption, thead { break-after: avoid; }
      tr, li { break-inside: avoid; }
    }
    """
}
