"""One statement for each medal, with a list of keys: all attempts came to Python to make the lists.

Breaks: queries
Fails: contests
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def award():
    keys = {"gold": [], "silver": [], "bronze": [], "": []}
    rows = Attempt.objects.values_list("pk", "score", "medal", "contest__cutoff")
    for pk, score, medal, cutoff in rows:
        if score is None:
            deserved = ""
        elif score >= 75:
            deserved = "gold" if score >= 90 else "silver"
        else:
            deserved = "bronze" if score >= cutoff else ""
        if medal != deserved:
            keys[deserved].append(pk)
    medals = ("gold", "silver", "bronze")
    Attempt.objects.filter(pk__in=keys[""]).update(medal="")
    return len(keys[""]) + sum(
        Attempt.objects.filter(pk__in=keys[medal]).update(medal=medal) for medal in medals
    )
