"""The small markup of posts and comments."""

import re
from html import escape

from django.db.models.functions import Upper

from slowbook.models import Person

MENTION = re.compile(r"(?<![\w@])@([A-Za-z][A-Za-z0-9_]{2,29})")
CANDIDATE = re.compile(r"@([A-Za-z][A-Za-z0-9_]{2,29})")
BLOCKS = re.compile(r"\n\s*\n")
BOLD = re.compile(r"\*\*(.+?)\*\*")
CODE = re.compile(r"`(.+?)`")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"\w+")


def mentioned(texts):
    """Return the people whom some texts mention, with one query at most: names by upper case."""
    keys = {name.upper() for text in texts for name in CANDIDATE.findall(text)}
    if not keys:
        return {}
    found = (
        Person.objects.annotate(key=Upper("username"))
        .filter(key__in=keys)
        .order_by("-id")
        .values_list("key", "username")
    )
    return dict(found)


def render(text, names=None):
    """Return text as HTML: paragraphs, **bold**, `code`, lists and @names."""
    if names is None:
        names = mentioned([text])
    blocks = BLOCKS.split(text.strip())
    return "\n".join(_block(block, names) for block in blocks if block.strip())


def excerpt(html):
    """Return the first 40 words of a text that was rendered, without its markup."""
    # All other `<` and `>` are escaped.
    words = TAG.sub("", html).split(None, 40)
    return " ".join(words[:40]) + (" …" if len(words) > 40 else "")


def minutes(html):
    """Return how many minutes it takes to read a text that was rendered, at 200 words a minute."""
    return max(1, round(len(WORD.findall(html)) / 200))


def prepare(things):
    """Give posts or comments their HTML, excerpt and minutes."""
    names = mentioned(thing.text for thing in things)
    for thing in things:
        thing.html = render(thing.text, names)
    return things


def _block(block, names):
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:], names)}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(' '.join(lines), names)}</p>"


def _inline(text, names):
    text = escape(text)
    if "**" in text:
        text = BOLD.sub(r"<b>\1</b>", text)
    if "`" in text:
        text = CODE.sub(r"<code>\1</code>", text)
    if "@" not in text:
        return text

    def link(match):
        """Link the name of a person, however it is capitalized."""
        name = names.get(match[1].upper())
        return match[0] if name is None else f'<a href="/people/{name}/">@{name}</a>'

    return MENTION.sub(link, text)
