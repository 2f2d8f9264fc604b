"""Filters and tags of the templates."""

from django import template
from django.utils.safestring import mark_safe

from slowbook import markup

register = template.Library()


@register.filter
def rendered(text):
    """Return the markup of a text as HTML."""
    return mark_safe(markup.render(text))


@register.filter
def excerpt(comment):
    """Return the first 40 words of a comment, without its markup."""
    return mark_safe(markup.excerpt(comment.html))
