"""What axe-core finds wrong with a page (WCAG 2.1, levels A and AA)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page, ViewportSize

_SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# A message that fades in has too little contrast while it does.
_SETTLED = """() => Promise.all(document.getAnimations()
  .filter(one => one.effect?.getComputedTiming().iterations !== Infinity).map(one => one.finished.catch(() => null)))"""
_RUN = """async (scope) => {
  const found = await axe.run(scope, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']});
  return found.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.html.slice(0, 160))}));
}"""


def looked_at(page: Page, *sizes: ViewportSize) -> None:
    """Nothing that axe finds and nothing wider than the screen: as the page stands, or at each of these sizes."""
    for size in sizes or (page.viewport_size,):
        assert size is not None
        page.set_viewport_size(size)
        assert faults(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")


def faults(page: Page, scope: str | None = None) -> list[str]:
    """One line for each kind of fault in the page, or in the part that ``scope`` selects; none is good."""
    page.evaluate(_SETTLED)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SCRIPT + "; undefined")
    found: list[dict[str, Any]] = page.evaluate(_RUN, scope or "html")
    return [f"{page.url}: {one['id']} ({one['help']}): {' | '.join(one['nodes'][:3])}" for one in found]
