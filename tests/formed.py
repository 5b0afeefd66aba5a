"""An invented page with everything that a form has to take over."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image

from helpers.pages.document import document


def png(width: int = 80, height: int = 40) -> str:
    """A picture as the source of an image."""
    content = BytesIO()
    Image.new("RGB", (width, height), "#0072b2").save(content, "PNG")
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20" width="60" height="20" role="img" '
    'aria-label="Two invented bars." font-family="\'DejaVu Sans\',\'IPAexGothic\'"><rect width="30" height="20" '
    'fill="#d55e00"/><text x="2" y="14" font-size="8">甲 1</text></svg>'
)
ROWS = "".join(
    f'<tr><th scope="row"><a href="#R-{n}">R-{n}</a></th><td class="day">2001-02-{n % 28 + 1:02d}</td>'
    f'<td class="number">{n}</td></tr>'
    for n in range(1, 21)
)
MORE = "".join(f'<tr><th scope="row">R-{n}</th><td>2001</td><td class="number">{n}</td></tr>' for n in range(21, 161))
HEAD = '<thead><tr><th scope="col">Row</th><th scope="col">Day</th><th scope="col" class="number">Lag (days)</th></tr></thead>'
LEDGER = "".join(f'<tr id="R-{n}"><th scope="row">R-{n}</th><td>alpha</td></tr>' for n in range(1, 21))
LINKS = ", ".join(f'<a href="#R-{n}">R-{n}</a>' for n in range(1, 61))
MAIN = f"""
<h1 id="Who">Who was invented first?<a class="anchor-link" href="#Who">&#182;</a></h1>
<div class="masthead"><dl><dt>period</dt><dd>2001-Q1</dd><dt>edition</dt><dd>made up</dd></dl></div>
<p>Before all else, see <a href="../../other/default/index.html">the other report</a> and
<a href="https://example.org/a?b=1&amp;c=2">a page</a>, not <a href="javascript:alert(1)">this</a>.</p>
<h2 id="The-short-answer">The short answer, which is told in a heading so long that it has to go on in a second line
of the page<a class="anchor-link" href="#The-short-answer">&#182;</a></h2>
<details class="code"><summary>Code</summary><pre><code>hidden = "step"</code></pre></details>
<div class="finding holds" id="finding-1"><p>Alpha came 175 days before 乙. <a href="#rests-1">[1]</a></p>
<p class="firm">How firm: 175 to 180.</p><div class="tools"><button>Copy the finding</button></div>
<details class="follow"><summary>What this rests on</summary><p>It counts days. See <a href="#source-x">Alpha, invented</a>.</p>
<table><thead><tr><th>Row</th><th>Day</th></tr></thead><tbody><tr><th>R-1</th><td>2001-02-04</td></tr></tbody></table></details></div>
<h2 id="Lags">Lags</h2>
<figure class="figure"><figcaption class="title">Bars of the first kind</figcaption><div class="box" tabindex="0"
role="group" aria-label="x"><img src="{png(1600, 800)}" alt="One blue field, twice as wide as high." width="800" height="400"></div>
<p class="caption">Read it from the left.</p><p class="source">Source: nobody.</p>
<details><summary>Data</summary><table><tr><td>folded data</td></tr></table></details></figure>
<figure class="figure">{DRAWING}<figcaption>A drawing and its caption.</figcaption></figure>
<div class="table"><div class="box" tabindex="0" role="group" aria-label="Lags by row"><table><caption><span>
<strong>Lags by row</strong> made up</span></caption>{HEAD}<tbody>{ROWS}</tbody></table></div>
<details><summary>140 more rows</summary><div class="box"><table><caption>Lags by row, continued</caption>{HEAD}
<tbody>{MORE}</tbody></table></div></details><p class="source">Source: nobody.</p></div>
<pre>plain text of one very long line {"which goes on " * 30}to its end</pre>
<h2 id="Rests">What this rests on</h2><ol class="rests"><li id="rests-1" value="1">Alpha
<details><summary>60 rows</summary>{LINKS}.</details><details><summary>Under other choices</summary>Then 180.</details></li></ol>
<table><caption>Rows</caption><thead><tr><th>Row</th><th>Table</th></tr></thead><tbody>{LEDGER}</tbody></table>
<h3 id="sources">Sources</h3><ul class="sources"><li id="source-x">Nobody, “Alpha, invented”.</li></ul>
"""
CONTENTS = '<ol><li><a href="#The-short-answer">The short answer</a></li><li><a href="#Lags">Lags</a></li></ol>'
PAGE = document("Who was invented first? — 2001-Q1", MAIN, contents=CONTENTS, code=True, home="../../../index.html")
