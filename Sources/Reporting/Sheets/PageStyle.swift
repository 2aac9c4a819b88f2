/// The page's look on screen: one calm column, the eye led by size and space, colour only where it
/// means something. Colours are names, so that dark mode changes them in one place.
let pageStyle: StaticString = """
  :root{color-scheme:light dark;--paper:#fbfaf8;--card:#fff;--ink:#20242a;--soft:#5b636c;
  --rule:#dddcd7;--faint:#f1f0ec;--blue:#2a5578;--red:#a32a2a;--redbg:#fbeeec;--amber:#8a5a0a;
  --green:#2c6a4a;--p1:#3b6f96;--p2:#d39a3a;--p3:#93628f;--p4:#a5aab0}
  @media(prefers-color-scheme:dark){:root{--paper:#15181b;--card:#1c2024;--ink:#e4e4e0;
  --soft:#a0a8b0;--rule:#343a40;--faint:#22272c;--blue:#8fbbe0;--red:#f08a80;--redbg:#2f1f1f;
  --amber:#e0b060;--green:#80c8a0;--p1:#6c9fc6;--p2:#d0a050;--p3:#b08aac;--p4:#6d747b}}
  *{box-sizing:border-box}
  html{-webkit-text-size-adjust:100%}
  body{margin:0 auto;max-width:1120px;padding:0 28px 48px;background:var(--paper);color:var(--ink);
  font:15px/1.7 "Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic Medium","Yu Gothic",Meiryo,
  "Noto Sans JP","Noto Sans CJK JP","IPAPGothic",system-ui,sans-serif;line-break:strict;
  font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
  h1,h2,h3,p,dl,dd,ol,ul,figure{margin:0;padding:0}
  ol,ul{list-style:none}
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
  .filter{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:center;margin-top:12px}
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
  .code{font-weight:600;font-size:13px;color:var(--soft);letter-spacing:.02em}
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
  .flow{margin-top:14px}
  .stack{display:block;width:100%;height:26px;border-radius:3px}
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
  .scroll table:not(.ages){min-width:560px}section{margin-top:40px}}

  """

/// On A4: no controls, no page break inside a case, every folded ground open where the browser
/// allows it.
let pagePrintStyle: StaticString = """
  @page{size:A4;margin:14mm 13mm 16mm}
  @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--rule:#bbb;--redbg:#fff;
  --blue:#1f4663;--red:#8f1f1f;--amber:#6f4700;--green:#1f5a3c;
  --p1:#3b6f96;--p2:#d39a3a;--p3:#93628f;--p4:#a5aab0}
  body{max-width:none;padding:0;font-size:9.5pt;line-height:1.55}
  svg,.swatch{print-color-adjust:exact;-webkit-print-color-adjust:exact}
  .filter,summary i,.hash{display:none!important}
  .list>summary{color:inherit;font-weight:600;list-style:none;break-after:avoid;padding-top:4mm}
  .list>summary::-webkit-details-marker{display:none}
  .masthead{padding-top:0}h1{font-size:18pt}.lead{font-size:11pt}
  .big{font-size:13pt}section{margin-top:9mm}h2{font-size:13pt;break-after:avoid}
  h3{font-size:10.5pt}.case,tr,.problems li{break-inside:avoid}thead{display:table-header-group}
  .case summary{font-size:9.5pt}caption,thead{break-after:avoid}.scroll{margin-top:4mm}
  table,.findings,.plain,.controls,.problems p{font-size:8.5pt}th,td{padding:1mm 3mm 1mm 0}
  th.n,td.n{padding-right:4mm}.facts{gap:0 12px;margin:3px 0}.scroll{overflow:visible}
  .case{padding:6px 12px 2px;margin-top:6px}.problems li{padding:6px 12px}
  details.list::details-content{content-visibility:visible;height:auto}}

  """

/// Filters the cases by decision and by text. The page is complete without it.
let pageScript: StaticString = """
  (function(){var f=document.querySelector('.filter');if(!f)return;f.hidden=false;
  var all=[].slice.call(document.querySelectorAll('#cases .case')),i=f.querySelector('input'),
  o=f.querySelector('output'),b=[].slice.call(f.querySelectorAll('button')),d='';
  all.forEach(function(c){c.t=c.textContent.toLowerCase()});
  function go(){var q=i.value.trim().toLowerCase(),n=0;all.forEach(function(c){
  var y=(!d||c.dataset.d===d)&&(!q||c.t.indexOf(q)>=0);c.hidden=!y;if(y)n++});
  o.textContent=n===all.length?'':n+' / '+all.length}
  b.forEach(function(x){x.onclick=function(){d=x.dataset.d;b.forEach(function(y){
  y.setAttribute('aria-pressed',y===x)});go()}});i.oninput=go;
  f.onsubmit=function(e){e.preventDefault()}})()
  """
