"""What stands in a shared page for one person."""

from django import template

from slowbook.pages import mark

register = template.Library()
register.simple_tag(mark, name="own")
