"""Filters and tags of the templates. They take what `markup.prepare` has made."""

from django import template
from django.utils.safestring import mark_safe

from slowbook import markup

register = template.Library()


@register.filter
def rendered(text):
    """Return the markup of a text as HTML."""
    return mark_safe(markup.render(text))


@register.filter
def excerpt(thing):
    """Return the first 40 words of a post or a comment, without its markup."""
    return mark_safe(markup.excerpt(thing.html))


@register.filter
def minutes(thing):
    """Return how many minutes it takes to read a post, at 200 words a minute."""
    return markup.minutes(thing.html)
