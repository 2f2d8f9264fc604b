"""The small markup of posts and comments."""

import re
from html import escape

from django.db.models.functions import Upper
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from slowbook.models import Person

MENTION = re.compile(r"(?<![\w@])@([A-Za-z][A-Za-z0-9_]{2,29})")


def names_in(texts):
    """Return the people whom texts mention: the name of each by the name in capitals."""
    asked = {name.upper() for text in texts for name in MENTION.findall(text)}
    if not asked:
        return {}
    people = Person.objects.annotate(upper=Upper("username")).filter(upper__in=asked)
    return dict(people.order_by("-id").values_list("upper", "username"))


def render(text, names=None):
    """Return text as HTML: paragraphs, **bold**, `code`, lists and @names.

    Args:
        names: of people who may be mentioned, as `names_in` returns them for all texts of a page;
            without them, this queries for the names of one text.
    """
    names = names_in([text]) if names is None else names
    blocks = re.split(r"\n\s*\n", text.strip())
    return mark_safe("\n".join(_block(block, names) for block in blocks if block.strip()))


def excerpt(html):
    """Return the first 40 words of a text."""
    words = strip_tags(html).split()
    return mark_safe(" ".join(words[:40]) + (" …" if len(words) > 40 else ""))


def minutes(html):
    """Return how many minutes it takes to read a text, at 200 words a minute."""
    return max(1, round(len(re.findall(r"\w+", html)) / 200))


def _block(block, names):
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{_inline(line[2:], names)}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{_inline(' '.join(lines), names)}</p>"


def _inline(text, names):
    text = escape(text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", text)

    def mention(match):
        name = names.get(match[1].upper())
        return f'<a href="/people/{name}/">@{name}</a>' if name else match[0]

    return MENTION.sub(mention, text)
