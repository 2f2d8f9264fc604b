"""HTML that follows its surroundings: JupyterLab's theme, VS Code's, the site's, or GitHub's none.

Each rule is a class and the same as an inline style. A notebook needs the style, because nobody
loads a sheet for it; the site has the sheet (``stylesheet``), because its security policy allows no
inline style. Where neither is obeyed, tables and lists still read right.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

# Half the colour of the text makes a signal colour readable on light and on dark ground.
_GOOD = "color-mix(in srgb, currentColor 35%, #1f9d55)"
_BAD = "color-mix(in srgb, currentColor 30%, #e0442f)"
_LINK = "color-mix(in srgb, currentColor 25%, #2f80ed)"
_LINE = "color-mix(in srgb, currentColor 22%, transparent)"
_TINT = "color-mix(in srgb, currentColor 5%, transparent)"
_MONO = "var(--jp-code-font-family, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace)"
_CODE = "font-family: " + _MONO + "; font-size: var(--jp-code-font-size, 0.85em)"

COLOURS = ("#d9581c", "#2b7fd0", "#1f9d55", "#a05fc4")  # 3:1 and more on white and on #111

RULES = {
    "box": "margin: 0.4em 0; max-width: 54em; line-height: 1.45; color: inherit",
    "card": f"border: 1px solid {_LINE}; border-left: 4px solid {_LINE}; border-radius: 4px;"
    " padding: 0.6em 0.9em; overflow-x: auto",
    "card-good": f"border-left-color: {_GOOD}",
    "card-bad": f"border-left-color: {_BAD}",
    "screen": f"{_CODE}; margin: 0; padding: 0; background: transparent; color: inherit;"
    " line-height: 1.45; white-space: pre",
    # Beside an open exercise; Lab breaks what is preformatted in the middle of words.
    "wraps": "white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere",
    "good": f"color: {_GOOD}; font-weight: 600",
    "bad": f"color: {_BAD}; font-weight: 600",
    "strong": "font-weight: 600",
    "faint": "opacity: 0.75",
    "code": f"{_CODE}; background: transparent; color: inherit; padding: 0",
    "link": f"{_CODE}; color: {_LINK}; text-decoration: underline",
    "table": "border-collapse: collapse; margin: 0.3em 0; font-size: inherit; width: 100%;"
    " table-layout: auto",
    "scroll": "overflow-x: auto",
    "head": f"text-align: left; font-weight: 600; padding: 0.25em 0.8em 0.25em 0;"
    f" border-bottom: 1px solid {_LINE}; white-space: nowrap; background: transparent",
    "cell": f"text-align: left; vertical-align: top; padding: 0.25em 0.8em 0.25em 0;"
    f" border-bottom: 1px solid {_LINE}; background: transparent",
    "number": f"text-align: right; vertical-align: top; padding: 0.25em 0.8em 0.25em 0;"
    f" border-bottom: 1px solid {_LINE}; white-space: nowrap; background: transparent;"
    " font-variant-numeric: tabular-nums",
    "marked": f"background: {_TINT}",
    "title": "font-weight: 600; margin: 0 0 0.2em",
    "big": "font-size: 1.5em; font-weight: 600; line-height: 1.2;"
    " font-variant-numeric: tabular-nums",
    "row": "display: flex; flex-wrap: wrap; gap: 0.3em 1.6em; align-items: baseline",
    "note": "opacity: 0.8; margin: 0.3em 0 0; font-size: 0.92em",
    "legend": "display: flex; flex-wrap: wrap; gap: 0.1em 1.4em; margin: 0 0 0.2em;"
    " font-size: 0.92em",
    "figure": "margin: 0.4em 0; max-width: 40em; color: inherit",
    "svg": "display: block; width: 100%; height: auto; color: inherit; font-family: inherit",
    "pair": "display: flex; flex-wrap: wrap; gap: 0 2em",
    "half": "flex: 1 1 26em; min-width: 0; max-width: 34em",
    "fold": "margin: 0.2em 0; font-size: 0.92em",
    "summary": "cursor: pointer",
    "para": "margin: 0.55em 0 0",
    "list": "margin: 0.55em 0 0; padding-left: 1.4em",
}

# Steps of a plan, each indented below the one that it feeds, and again where its name is broken.
RULES |= {
    f"deep-{depth}": f"padding-left: {1.3 * depth + 1:.1f}em; text-indent: -1em"
    for depth in range(16)
}


def tag(name: str, classes: str, *inside: str, **attributes: Any) -> str:
    """Return an element with classes of ``RULES``; what is inside is HTML already."""
    more = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    look = ""
    if classes:
        names = classes.split()
        styles = escape("; ".join(RULES[each] for each in names))
        look = f' class="{" ".join(f"kata-{each}" for each in names)}" style="{styles}"'
    return f"<{name}{look}{more}>{''.join(inside)}</{name}>"


def text(value: object) -> str:
    """Return text as HTML."""
    return escape(str(value), quote=False)


def stylesheet() -> str:
    """Return the rules as a style sheet, for a page that allows no inline styles."""
    return "".join(f".kata-{name} {{ {rules} }}\n" for name, rules in RULES.items())


def without_styles(html: str) -> str:
    """Return our HTML without its inline styles; ``stylesheet`` says the same."""
    return re.sub(r'(<\w+ class="kata-[^"]*") style="[^"]*"', r"\1", html)


def table(head: list[str], rows: list[list[str]], numbers: set[int], marked: set[int]) -> str:
    """Return a table.

    Args:
        head: the columns' names.
        rows: cells, as HTML.
        numbers: the columns that are aligned to the right.
        marked: the rows to point at.
    """
    kinds = ["number" if column in numbers else "cell" for column in range(len(head))]
    top = "".join(
        tag("th", "head" if kind == "cell" else "number", text(name), scope="col")
        for name, kind in zip(head, kinds, strict=True)
    )
    body = "".join(
        tag(
            "tr",
            "marked" if number in marked else "",
            *(tag("td", kind, cell) for cell, kind in zip(row, kinds, strict=True)),
        )
        for number, row in enumerate(rows)
    )
    inner = f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>"
    return tag("div", "scroll", tag("table", "table", inner))
