/// The page's look on screen: one calm column, the eye led by size and space, colour only where it
/// means something. Colours are names, so that dark mode changes them in one place.
let pageStyle: StaticString = """
  :root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#20242a;--soft:#5b636c;
  --rule:#dddcd7;--line:#b9bcc0;--faint:#f1f0ec;--blue:#2a5578;--red:#a32a2a;--redbg:#fbeeec;--amber:#8a5a0a;
  --green:#2c6a4a;--p1:#3b6f96;--p2:#d39a3a;--p3:#93628f;--p4:#a5aab0}
  @media(prefers-color-scheme:dark){:root{--paper:#15181b;--card:#1c2024;--ink:#e4e4e0;
  --soft:#a0a8b0;--rule:#343a40;--line:#5a636c;--faint:#22272c;--blue:#8fbbe0;--red:#f08a80;--redbg:#2f1f1f;
  --amber:#e0b060;--green:#80c8a0;--p1:#6c9fc6;--p2:#d0a050;--p3:#b08aac;--p4:#6d747b}}
  *{box-sizing:border-box}
  html{-webkit-text-size-adjust:100%}
  body{margin:0 auto;max-width:1120px;padding:0 28px 48px;background:var(--paper);color:var(--ink);
  font:15px/1.7 "Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic Medium","Yu Gothic",Meiryo,
  "Noto Sans JP","Noto Sans CJK JP","IPAPGothic",system-ui,sans-serif;line-break:strict;
  font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
  h1,h2,h3,p,dl,dd,ol,ul,figure{margin:0;padding:0}
  ol,ul{list-style:none}
  a{color:var(--blue);text-decoration:underline;text-decoration-thickness:1px;
  text-underline-offset:3px;text-decoration-color:var(--line)}
  a:hover{text-decoration-color:currentColor}
  .skip{position:absolute;left:-9999px;top:8px;background:var(--card);padding:8px 14px;z-index:2}
  .skip:focus{left:8px}
  :target{scroll-margin-top:16px;outline:2px solid var(--p2);outline-offset:3px}
  nav ul{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px;margin-top:14px}
  .big a,.facts a,.code{color:inherit}
  .masthead{padding:40px 0 8px}
  .eyebrow{color:var(--soft);letter-spacing:.18em;font-size:13px}
  h1{font-size:30px;line-height:1.35;font-weight:600;letter-spacing:.01em}
  .lead{font-size:18px;line-height:1.75;margin-top:12px;max-width:46em}
  .meta{color:var(--soft);font-size:13px;margin-top:8px}
  .figures{display:grid;grid-template-columns:repeat(5,1fr);margin-top:28px;
  border-top:2px solid var(--ink);border-bottom:1px solid var(--rule)}
  .figures div{padding:14px 16px 14px 0}
  .figures div+div{border-left:1px solid var(--rule);padding-left:16px}
  dt{color:var(--soft);font-size:12px;line-height:1.5}
  .big{font-size:24px;line-height:1.4;font-weight:600;white-space:nowrap}
  .remark{color:var(--soft);font-size:12px;line-height:1.5}
  section{margin-top:52px}
  h2{font-size:20px;line-height:1.4;font-weight:600;margin-bottom:6px}
  .hint,.cap{color:var(--soft);font-size:13px}
  .cap{border-left:3px solid var(--p2);padding-left:10px;margin:10px 0}
  .calm{color:var(--soft);padding:12px 0}
  .problems li{display:grid;grid-template-columns:6.5em 1fr;gap:12px;padding:11px 14px;
  margin-top:8px;background:var(--card);border:1px solid var(--rule);border-radius:4px}
  .problems p{color:var(--soft);font-size:13px}
  .problems b{color:var(--amber);font-weight:600;font-size:13px;line-height:25px}
  .problems .block{background:var(--redbg);border-color:transparent}
  .problems .block b{color:var(--red)}
  .filter{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:flex-end;margin-top:12px}
  .filter label span{display:block;font-size:12px;color:var(--soft)}
  .filter[hidden]{display:none}
  .chips{display:flex;flex-wrap:wrap;gap:6px}
  button,input{font:inherit;font-size:13px;line-height:20px;color:inherit;background:var(--card);
  border:1px solid var(--rule);border-radius:4px;padding:5px 12px}
  button{cursor:pointer}
  button[aria-pressed=true]{background:var(--ink);color:var(--paper);border-color:var(--ink)}
  input{width:19em;max-width:100%}
  :focus-visible{outline:2px solid var(--blue);outline-offset:2px}
  output{color:var(--soft);font-size:13px}
  .cases{margin-top:14px}
  .case{background:var(--card);border:1px solid var(--rule);border-left:4px solid var(--p4);
  border-radius:4px;padding:12px 18px 6px;margin-top:10px}
  .case[hidden]{display:none}
  .case.stop{border-left-color:var(--red)}
  .case.ask{border-left-color:var(--p2)}
  .case.hold{border-left-color:var(--p1)}
  .head{display:flex;gap:10px;align-items:baseline}
  .code{font-weight:600;font-size:13px;letter-spacing:.02em}
  h3{font-size:16px;line-height:1.5;font-weight:600;flex:1}
  .decision{font-size:13px;font-weight:600;white-space:nowrap;color:var(--soft)}
  .stop .decision,.late,.bad{color:var(--red)}
  .ask .decision,.today{color:var(--amber)}
  .hold .decision{color:var(--blue)}
  .release .decision,.ok{color:var(--green)}
  .late,.today{font-weight:600}
  .facts{display:grid;grid-template-columns:1.45fr 1.3fr 1.3fr 1.2fr .8fr;gap:2px 20px;margin:8px 0}
  .facts dd{line-height:1.55}
  .facts .n{text-align:right}
  .facts small{color:var(--soft);font-size:12px;white-space:nowrap}
  summary{cursor:pointer;color:var(--blue);font-size:13px;padding:6px 0;width:fit-content}
  .case summary{width:auto;color:inherit;font-size:15px;border-top:1px solid var(--rule);
  padding:8px 0 6px;display:grid;grid-template-columns:auto 1fr auto;gap:0 10px;
  align-items:baseline;list-style:none}
  .case summary::-webkit-details-marker{display:none}
  summary b{color:var(--soft);font-size:12px;font-weight:600}
  summary i{color:var(--blue);font-style:normal;font-size:13px;white-space:nowrap}
  summary i::after{content:" ＋"}
  [open]>summary i::after{content:" −"}
  .more{padding:4px 0 10px}
  .note{max-width:54em}
  .ground{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:8px 24px;
  margin:12px 0}
  .ground dd{font-size:13px;line-height:1.6}
  .margin{font-size:13px;margin-top:14px}
  .candidates{display:grid;align-items:start;gap:8px 32px;
  grid-template-columns:repeat(auto-fit,minmax(300px,1fr))}
  .scroll{overflow-x:auto;margin-top:14px}
  table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.6}
  caption{text-align:left;color:var(--soft);font-size:12px;padding-bottom:4px}
  th,td{text-align:left;font-weight:400;padding:6px 14px 6px 0;border-bottom:1px solid var(--rule);
  vertical-align:top}
  th:last-child,td:last-child{padding-right:0}
  thead th{color:var(--soft);font-size:12px;white-space:nowrap;border-bottom-color:var(--soft)}
  .n{text-align:right;white-space:nowrap}
  th.n,td.n{padding-right:24px}th.n:last-child,td.n:last-child{padding-right:0}
  .narrow{max-width:620px}
  tfoot th,tfoot td,.total th,.total td{font-weight:600}
  tfoot th,tfoot td{border-bottom:0;border-top:1px solid var(--soft)}
  th,td{overflow-wrap:break-word}
  .fall{margin-top:10px}
  .fall td,.fall th{padding-top:3px;padding-bottom:3px}
  .fall caption{color:var(--ink);font-size:13px}
  .fall thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
  .bar{width:38%;padding-right:0;vertical-align:middle}
  .bar svg{display:block;width:100%;height:14px;overflow:visible}
  .bar line{stroke:var(--rule)}
  .up,.p1{fill:var(--p1)}.down,.old{fill:var(--red)}.p2{fill:var(--p2)}.p3{fill:var(--p3)}
  .p4{fill:var(--p4)}
  .pictures{display:grid;grid-template-columns:1fr 1fr;gap:20px 48px;margin-top:10px}
  figcaption{font-size:13px;color:var(--soft);margin-bottom:10px}
  .flow{display:grid;grid-template-columns:auto minmax(48px,1fr) auto;gap:0 10px}
  .flow svg{display:block;width:100%}.flow path{opacity:.72}
  .flow li{font-size:13px;line-height:1.45;overflow-wrap:normal}
  .flow li>*{display:block;white-space:nowrap}.flow .from{text-align:right}
  .flow small{color:var(--soft);font-size:12px}.flow b{font-weight:600}
  .chart{display:block;width:100%;overflow:visible}
  .chart text{font-size:12px;fill:var(--soft)}.chart .rung{paint-order:stroke;stroke:var(--paper);
  stroke-width:3px}
  .chart .value,.chart .tick{text-anchor:middle}.chart .value{fill:var(--ink)}
  .chart line{stroke:var(--rule)}.chart .axis{stroke:var(--soft)}
  .chart circle{stroke:var(--paper);stroke-width:1.5px}
  .m-stop{fill:var(--red)}.m-ask{fill:var(--p2)}.m-hold{fill:var(--p1)}
  .m-none,.m-release{fill:var(--p4)}
  .chart a:hover circle{stroke:var(--ink)}
  .beside{display:grid;grid-template-columns:1fr 1fr;gap:12px 48px;align-items:start}
  .key{font-size:12px;color:var(--soft);margin-top:8px}.key .swatch{margin:0 6px 0 14px}
  .key .swatch:first-child{margin-left:0}.swatch.old{background:var(--red)}
  .rest{margin-top:32px}
  .rows{content-visibility:auto;contain-intrinsic-size:auto 8200px}
  .rows table{table-layout:fixed;min-width:980px}
  .rows th:nth-child(1){width:4em}.rows th:nth-child(3){width:7em}.rows th:nth-child(4){width:9.5em}
  .rows th:nth-child(5){width:9em}.rows th:nth-child(7),.rows th:nth-child(8){width:8em}
  .rows td,.rows th{padding-top:4px;padding-bottom:4px}
  tr[hidden]{display:none}
  .wide table{min-width:1000px}.wide th{white-space:nowrap}
  .swatch{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:8px}
  .swatch.p1{background:var(--p1)}.swatch.p2{background:var(--p2)}
  .swatch.p3{background:var(--p3)}.swatch.p4{background:var(--p4)}
  .list{border-bottom:1px solid var(--rule);margin-top:6px}
  .hash{font-size:11px;color:var(--soft)}
  .controls{columns:2;column-gap:32px;font-size:13px;margin-top:10px}
  .findings,.plain{font-size:13px;margin:10px 0}
  .findings li,.plain li{padding-left:1.1em;text-indent:-1.1em;margin-top:4px}
  .findings li::before,.plain li::before{content:"– "}
  .sr{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
  footer{margin-top:56px;padding-top:14px;border-top:1px solid var(--rule);color:var(--soft);
  font-size:12px}
  @media screen and (max-width:760px){body{padding:0 16px 40px}.masthead{padding-top:24px}
  h1{font-size:24px}
  .lead{font-size:16px}.figures{grid-template-columns:1fr 1fr}
  .figures div,.figures div+div{border-left:0;padding:10px 8px 10px 0}
  .facts{grid-template-columns:1fr 1fr;gap:8px 14px}.facts .n{text-align:left}
  .head{flex-wrap:wrap}h3{flex-basis:60%}.controls{columns:1}
  .problems li{grid-template-columns:1fr;gap:0}input{width:100%}.filter label{width:100%}
  .case summary{grid-template-columns:auto 1fr}summary span{grid-row:2;grid-column:1/-1}
  .case summary i{text-align:right}.big{font-size:20px}
  .scroll table{min-width:560px}.ages table,.narrow table{min-width:0}section{margin-top:40px}
  .pictures,.beside{grid-template-columns:1fr}.chart .tick{font-size:11px}}

  """

/// On A4, with page numbers: no controls, no page break inside a case, every folded ground open
/// where the browser allows it.
let pagePrintStyle: StaticString = """
  @page{size:A4;margin:14mm 13mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);
  font:8pt sans-serif;color:#444}}
  @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--rule:#bbb;--line:#fff;
  --redbg:#fff;--blue:#000;--red:#8f1f1f;--amber:#6f4700;--green:#1f5a3c;
  --p1:#3b6f96;--p2:#d39a3a;--p3:#93628f;--p4:#a5aab0;color-scheme:light}
  body{max-width:none;padding:0;font-size:9.5pt;line-height:1.55}
  a{text-decoration:none}.skip,nav{display:none}
  svg,.swatch{print-color-adjust:exact;-webkit-print-color-adjust:exact}
  .filter,summary i,.hash{display:none!important}
  .list>summary{color:inherit;font-weight:600;list-style:none;break-after:avoid;padding-top:4mm}
  .list>summary::-webkit-details-marker{display:none}
  .masthead{padding-top:0}h1{font-size:18pt}.lead{font-size:11pt}
  .big{font-size:13pt}section{margin-top:9mm}h2{font-size:13pt;break-after:avoid}
  h3{font-size:10.5pt}.case,tr,.problems li,figure{break-inside:avoid}
  thead{display:table-header-group}
  .case summary{font-size:9.5pt}caption,thead{break-after:avoid}.scroll{margin-top:4mm}
  table,.findings,.plain,.controls,.problems p{font-size:8.5pt}th,td{padding:1mm 3mm 1mm 0}
  th.n,td.n{padding-right:4mm}.facts{gap:0 12px;margin:3px 0}.scroll{overflow:visible}
  .scroll table,.rows table,.wide table{min-width:0}.rows{content-visibility:visible}
  .wide table,.rows table{font-size:7.5pt}.wide td,.wide th{padding:.8mm 2mm .8mm 0}
  .rows th:nth-child(n){width:auto}.rows table{table-layout:auto}
  .case{padding:6px 12px 2px;margin-top:6px}.problems li{padding:6px 12px}
  .pictures details{display:none}.chart .tick{font-size:9px}.wide a{overflow-wrap:normal;
  white-space:nowrap}
  details.list::details-content{content-visibility:visible;height:auto}}

  """

/// Filters the cases by decision and by text, and opens what a link leads to. The page is complete
/// without it.
let pageScript: StaticString = """
  (function(){var f=document.querySelector('.filter');if(!f)return;f.hidden=false;
  var all=[].slice.call(document.querySelectorAll('#cases .case,#cases .rows tbody tr')),
  i=f.querySelector('input'),o=f.querySelector('output'),
  b=[].slice.call(f.querySelectorAll('button')),t=[].slice.call(
  document.querySelectorAll('#cases .rows')),d='',w=0;
  function shown(){return all.filter(function(c){return!c.hidden})}
  function go(){var q=i.value.trim().toLowerCase(),n=0;all.forEach(function(c){
  if(q&&c.t===undefined)c.t=c.textContent.toLowerCase();
  var y=(!d||c.dataset.d===d)&&(!q||c.t.indexOf(q)>=0);if(c.hidden===y)c.hidden=!y;if(y)n++});
  t.forEach(function(x){x.hidden=!x.querySelector('tbody tr:not([hidden])')});
  o.textContent=n===all.length?'':n+' / '+all.length}
  b.forEach(function(x){x.onclick=function(){d=x.dataset.d;b.forEach(function(y){
  y.setAttribute('aria-pressed',y===x)});go()}});
  i.oninput=function(){clearTimeout(w);w=setTimeout(go,120)};
  i.onkeydown=function(e){if(e.key==='Escape'){i.value='';go()}
  if(e.key==='Enter'){e.preventDefault();go();var c=shown()[0];if(c){
  var s=c.querySelector('summary,a');c.scrollIntoView({block:'center'});if(s)s.focus()}}};
  f.onsubmit=function(e){e.preventDefault()}})()
  """
