"""rows

The list is cached as text, a line for each person, and read with splitlines(): a username with a
character that counts as a line's end there, like U+2028 or U+0085, cuts the line in two, and the rest of the name
is no number: ValueError.
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_list:{limit}"
    text = cache.get(key)
    if text is None:
        profiles = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
        pairs = profiles.values_list("rating", "user__username")[:limit]
        text = "\n".join(f"{rating} {name}" for rating, name in pairs)
        cache.set(key, text, timeout=60)
    rows = []
    for line in text.splitlines():
        rating, _, name = line.partition(" ")
        rows.append({"name": name, "rating": int(rating)})
    return rows
