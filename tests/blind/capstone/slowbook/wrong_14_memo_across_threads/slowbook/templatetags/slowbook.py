"""Filters and tags of the templates."""

import re

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from slowbook import markup, memo

register = template.Library()


@register.filter
def rendered(text):
    """Return the markup of a post or a comment as HTML."""
    return mark_safe(markup.render(text))


@register.filter
def excerpt(text):
    """Return the first 40 words of a text, without its markup."""
    words = strip_tags(markup.render(text)).split()
    return mark_safe(" ".join(words[:40]) + (" …" if len(words) > 40 else ""))


@register.filter
def minutes(text):
    """Return how many minutes it takes to read a text, at 200 words a minute."""
    return max(1, round(len(re.findall(r"\w+", markup.render(text))) / 200))


@register.filter
def liked_by(post, person):
    """Whether a person likes a post."""
    return person.is_authenticated and post.id in memo.likes_of(person)


@register.filter
def may_edit(person, comment):
    """Whether a person may edit a comment: its author, and moderators of the contest."""
    if not person.is_authenticated:
        return False
    moderators = comment.post.contest.moderators
    return comment.author == person or moderators.filter(id=person.id).exists()
