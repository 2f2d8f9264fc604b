"""The paginator's get_page() shows the last page where there is none, and counts to find it.

Breaks: comments
Fails: answer
"""

from django.core.paginator import Paginator


def page(comments, number=1):
    paginator = Paginator(comments.values_list("pk", flat=True), 50)
    shown = paginator.get_page(number)
    return {
        "comments": list(shown),
        "has_next": shown.has_next(),
        "total": paginator.count,
    }
