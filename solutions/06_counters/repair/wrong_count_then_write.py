"""Two statements: it counts all numbers, and then writes them, whatever was written in between.

Breaks: writers
Fails: writers
"""

from django.db.models import Case, Count, F, Q, Value, When

from arena.discuss.models import Post


def repair():
    approved = Count("comments", filter=Q(comments__is_approved=True))
    wrong = Post.objects.annotate(number=approved).exclude(number=F("kept_comments"))
    numbers = dict(wrong.order_by("pk").values_list("pk", "number"))
    if numbers:
        whens = [When(pk=key, then=Value(number)) for key, number in numbers.items()]
        Post.objects.filter(pk__in=numbers).update(kept_comments=Case(*whens))
    return list(numbers)
