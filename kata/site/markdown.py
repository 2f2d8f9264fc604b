"""Plain text, tasks, screens and the drawing of the rooms, as Markdown and HTML."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from textwrap import indent

from kata.course import blocks

# Each heading begins a section of its own for the search. Only a heading can exclude one: an
# attribute of the element around it counts as far as the first element inside that ends.
UNSEARCHED = "{ data-search-exclude }"

_TOKEN = re.compile(
    r"""
      (?P<kept> `[^`]+` | \[[^\]]+\]\([^)\s]+\) )      # what is Markdown already
    | (?P<code> (?<![\w."'])(?!e\.g|i\.e)(?:
          (?<=[\w,=]\ )(?:None|True|False)\b            # and not "None of them"
        | (?:[A-Z][a-z]+){3,}\b                                                    # CamelCase
        | __\w+__ (?:\([^()\n]*\))?
        | [A-Za-z_]\w*(?:\.\w+)*\( (?:[^()\n]|\([^()\n]*\))* \) (?:\.\w+(?:\([^()]*\))?)*   # a call
        | [A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+ (?:\[[^\]]*\])?                        # dotted
        | [A-Za-z]\w*_\w+ (?:=[\w"'.()]+)?                                        # snake_case
    ) )
    | (?P<special> [\\*_<>\[\]#|] )
    """,
    re.VERBOSE,
)


def prose(text: str) -> str:
    """Return plain text as Markdown that shows it: what is code in it is set as code.

    >>> prose("Change feed() so that no <tag> or *star* is lost.")
    'Change `feed()` so that no &lt;tag&gt; or \\\\*star\\\\* is lost.'
    """
    return _TOKEN.sub(_marked, " ".join(text.split()))


def _marked(match: re.Match[str]) -> str:
    if match["kept"]:
        return match["kept"]
    if match["code"]:
        return f"`{match['code']}`"
    special = match["special"]
    return {"<": "&lt;", ">": "&gt;"}.get(special, "\\" + special)


def task(text: str) -> str:
    """Return a task as Markdown: paragraphs, lists with ``-``, and indented blocks as code."""
    return joined(_blocks(text))


def _blocks(text: str) -> Iterator[str]:
    for block in blocks(text):
        if block.code:
            yield f"```text\n{block.text}\n```"
        elif block.text:
            mark = "\n{ .allowed }" if block.text == "Allowed:" else ""
            yield f"**{block.text}**{mark}" if block.items else prose(block.text)
        if block.items:
            yield "\n".join(
                f"- **{name}**: {prose(sentence)}" if name else f"- {prose(sentence)}"
                for name, sentence in block.items
            )


def screen(source: str, *_: object, **__: object) -> str:
    """Draw a verdict as the terminal does. Markdown calls this for a block named ``screen``."""
    rows = source.rstrip().split("\n")
    drawn = [_row(row, first=number == 0) for number, row in enumerate(rows)]
    return (
        '<div class="screen" role="group" aria-label="A verdict, as the terminal shows it" '
        f'tabindex="0"><pre><code>{"".join(drawn)}</code></pre></div>'
    )


def _row(row: str, first: bool) -> str:
    """Return a row that, on a phone, goes on below its own beginning."""
    indent = len(row) - len(row.lstrip())
    return f'<span class="screen-row" style="--indent: {indent}">{_styled(row, first)}\n</span>'


def _styled(row: str, first: bool) -> str:
    text = html.escape(row, quote=False)
    if first:
        slug, gap, tally = re.fullmatch(r"(\S+)( *)(.*)", text).groups()  # type: ignore[union-attr]
        style = "good" if tally.startswith(("all", "the check")) else "bad"
        return f"<b>{slug}</b>{gap}<span class={style}>{tally}</span>"
    if line := re.fullmatch(r"( +[\d,]+ x  )(\S+:\d+)(.*)", text):
        return f"{line[1]}<b>{line[2]}</b>{line[3]}"
    if line := re.fullmatch(r"(  Next: )(kata \S+(?: \S+)?)(.*)", text):
        return f"{line[1]}<b>{line[2]}</b><span class=faint>{line[3]}</span>"
    if re.match(r" {4,}(?:\d+ x  )?\S", text):
        return f"<span class=code>{text}</span>"
    if line := re.fullmatch(r"(  .*?  +)(\d[\d,.]* [\w ]+|\(so much\) .*)", text):
        return f"{line[1]}<span class=good>{line[2]}</span>"
    return text


def rooms(source: str, *_: object, **__: object) -> str:
    """Draw the rooms of the engine. Markdown calls this for a block named ``rooms``.

    A line is a room and what it does; an empty line is between two floors.
    """
    floors = [floor.splitlines() for floor in html.escape(source.strip()).split("\n\n")]
    drawn = "".join(f"<li>{''.join(map(_room, floor))}</li>" for floor in floors)
    return (
        '<figure class="rooms"><ol aria-label="The floors, from the highest to the lowest">'
        f"{drawn}</ol></figure>"
    )


def _room(line: str) -> str:
    name, does = line.split(maxsplit=1)
    return f"<div><b>{name}</b><span>{does}</span></div>"


def joined(parts: Iterable[str]) -> str:
    """Return paragraphs as one text; empty ones are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"


def drawn(text: str) -> str:
    """Return text with drawings such that pages can change without a reload."""
    # navigation.instant rewrites every href, and stumbles over that of an SVG's <use>.
    return re.sub(r"(<use\b[^>]*?) href=", r"\1 xlink:href=", text)


def folded(kind: str, title: str, body: str) -> str:
    """Return a block that opens with a click."""
    return f'??? {kind} "{title.replace(chr(34), "&quot;")}"\n\n{indent(body, "    ")}'


def front(description: str, **fields: object) -> str:
    """Return what stands before a page: its description, and other fields."""
    # Templates print it as it is, between quotes.
    fields["description"] = html.escape(description)
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---"])
