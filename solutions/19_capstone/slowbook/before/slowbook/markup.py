"""The small markup of posts and comments."""

import re
from html import escape

from slowbook.models import Person

MENTION = re.compile(r"(?<![\w@])@([A-Za-z][A-Za-z0-9_]{2,29})")


def render(text):
    """Return text as HTML: paragraphs, **bold**, `code`, lists and @names."""
    return "\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(block):
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text):
    text = escape(text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", text)
    return MENTION.sub(_mention, text)


def _mention(match):
    """Link the name of a person, however it is capitalized."""
    person = Person.objects.filter(username__iexact=match[1]).first()
    if person is None:
        return match[0]
    return f'<a href="/people/{person.username}/">@{person.username}</a>'
