"""No filter and no tag queries the database any more: `cards` and the views do."""

from django import template

register = template.Library()
