"""Looks at a report page with a browser: how fast it opens, whether it fits, what axe-core says of it.

usage: look.py PAGE [SHOTS]   PAGE is report.html; SHOTS a folder for pictures and the printed PDF.
Fails where axe finds a violation, the page is wider than the screen, or it opens in two seconds or more.
"""
import pathlib
import sys

import axe_playwright_python
from playwright.sync_api import sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 820, 1280)


def main(page_path, shots):
    axe = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
    url = pathlib.Path(page_path).resolve().as_uri()
    size = pathlib.Path(page_path).stat().st_size
    bad = size >= 15_000_000
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                page = browser.new_page(
                    viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
                page.goto(url)
                times = page.evaluate(
                    "(() => { const t = performance.getEntriesByType('navigation')[0];"
                    " return [t.domContentLoadedEventEnd, t.loadEventEnd].map(Math.round) })()")
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                found = []
                if size < 3_000_000:
                    if shots:
                        page.screenshot(path=f"{shots}/{scheme}-{width}.png")
                    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                    page.evaluate(axe)
                    result = page.evaluate(
                        "tags => axe.run(document, {runOnly: tags})", TAGS)
                    found = [(v["id"], len(v["nodes"]), v["nodes"][0]["target"], v["nodes"][0]["html"][:160])
                             for v in result["violations"]]
                    said = f"axe: {len(result['passes'])} rules pass, {len(found)} violated"
                else:
                    said = "axe: not run on so large a page"
                print(f"{scheme} {width}px: DOMContentLoaded {times[0]} ms, load {times[1]} ms, "
                      f"over the edge {over} px; {said}")
                for violation in found:
                    print("  ", *violation)
                bad = bad or found or over > 0 or times[1] >= 2_000
                page.close()
        if shots:
            page = browser.new_page()
            page.goto(url)
            page.pdf(path=f"{shots}/print.pdf", format="A4", prefer_css_page_size=True)
        browser.close()
    print(f"{size} bytes")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
