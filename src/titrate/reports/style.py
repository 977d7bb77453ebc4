"""The look of a report: one column on a telephone, several on a desk, two on paper."""

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f4f5f7; color: #1d2026;
  font: 15px/1.45 "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
main { max-width: 84rem; margin: 0 auto; padding: 1.2rem 1rem 3rem; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 0 0 .35rem; line-height: 1.3; }
p { margin: .4rem 0; max-width: 62rem; }
.teaching { font-weight: 600; }
.legend { color: #4c525e; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; }
.counts li { background: #fff; border-left: 6px solid; padding: .4rem .9rem; }
.counts b { font-size: 1.35rem; margin-right: .2rem; }
.counts .inside { border-color: #2d7650; } .counts .known { border-color: #9a6a00; }
.counts .miss, .counts .refused { border-color: #b3261e; }
.wide { overflow-x: auto; background: #fff; }
table { border-collapse: collapse; width: 100%; font-size: .86rem; }
th, td { text-align: left; vertical-align: top; padding: .32rem .6rem;
  border-bottom: 1px solid #e3e5ea; }
th { color: #4c525e; font-weight: 600; }
td:nth-child(n+2) { white-space: nowrap; }
a { color: #1f4f9c; text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
.cards { display: grid; gap: 1rem; margin-top: 1rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 23rem), 1fr)); }
article { background: #fff; border: 1px solid #e3e5ea; padding: .9rem 1rem; min-width: 0;
  break-inside: avoid; overflow-wrap: anywhere; }
article img { display: block; width: 100%; max-width: 26rem; height: auto; margin: .4rem 0; }
.tags { margin: 0; font-size: .82rem; color: #4c525e; }
.badge { display: inline-block; padding: 0 .45rem; border: 1px solid; font-weight: 600; }
.badge.inside { color: #1f6140; } .badge.known { color: #7a5300; }
.badge.miss, .badge.refused { color: #fff; background: #b3261e; border-color: #b3261e; }
.tag { border-bottom: 2px solid #c9cdd6; margin: 0 .15rem; }
code { font: .92em "DejaVu Sans Mono", Menlo, monospace; }
dl { margin: .3rem 0 0; font-size: .84rem; display: grid;
  grid-template-columns: 5.6rem minmax(0, 1fr); gap: .15rem .6rem; }
dt { color: #4c525e; } dd { margin: 0; }
.refusals li { margin: .4rem 0; } .refusals ul { background: #fff; border-left: 6px solid #b3261e;
  padding: .6rem 1rem .6rem 2rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  td:nth-child(n+2) { white-space: normal; }
  th:nth-child(4), td:nth-child(4) { display: none; }
}
@media print {
  body { background: #fff; font-size: 10pt; } main { max-width: none; padding: 0; }
  .cards { display: block; columns: 2; } article { margin-bottom: .6rem; }
  .wide { overflow: visible; } td:nth-child(n+2) { white-space: normal; }
  a { color: inherit; }
}
"""
