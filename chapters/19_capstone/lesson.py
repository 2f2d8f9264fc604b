# %% [markdown]
# # Capstone
#
# *A quarter of an hour, and then as long as you like.* You know many faults by now. On a real site all of them
# are there together. This lesson is about the order in which to fix them.

# %% tags=["setup"]
from time import perf_counter

from kata.notebook import Pair, bars, chart, predict, sandbox

sandbox()

# %% [markdown]
# ## Report: a site with ten faults
#
# > *"We fixed the slowest page of the site, the export. It took weeks, and it is five times faster now. Nobody
# > noticed."*
#
# Here is a small site with ten faults, each beside its fix, and with the requests of a few seconds: `calls` says how
# often each is asked for.

# %%
from django.db.models import Count, Max, Q

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Post, Tag
from arena.worlds import World

world = World(seed=19)
world.people(60)
world.posts(300, comments=(3, 8), likes=(0, 2), drafts=0)
contest, *_ = world.contests(1, attempts=(400, 400))
post = Post.objects.annotate(n=Count("comments")).latest("n")
tag = Tag.objects.first()

newest = Post.objects.order_by("-published_at", "-pk").defer("body")
said = Comment.objects.filter(post=post).order_by("pk")
people = User.objects.order_by("pk")
attempts = Attempt.objects.filter(contest=contest)
page = list(people[:20])


def best_of():
    best = {}
    for attempt in attempts.filter(score__isnull=False):
        best[attempt.user_id] = max(attempt.score, best.get(attempt.user_id, 0))
    return sorted(best.values())[-10:]


FAULTS = {
    "feed: authors": (
        40,
        lambda: [each.author.username for each in newest[:20]],
        lambda: [each.author.username for each in newest.select_related("author")[:20]],
    ),
    "feed: tags": (
        40,
        lambda: [len(each.tags.all()) for each in newest[:20]],
        lambda: [len(each.tags.all()) for each in newest.prefetch_related("tags")[:20]],
    ),
    "feed: comments": (
        40,
        lambda: [each.comments.filter(is_approved=True).count() for each in newest[:20]],
        lambda: list(newest.annotate(n=Count("comments", Q(comments__is_approved=True)))[:20]),
    ),
    "post: authors": (
        40,
        lambda: [each.author.username for each in said.all()],
        lambda: [each.author.username for each in said.select_related("author")],
    ),
    "leaderboard": (
        15,
        best_of,
        lambda: list(attempts.values("user").annotate(n=Max("score")).order_by("-n")[:10]),
    ),
    "tag: all posts": (
        15,
        lambda: list(Post.objects.filter(tags=tag).order_by("-pk"))[:20],
        lambda: list(newest.filter(tags=tag).order_by("-pk")[:20]),
    ),
    "api: posts": (
        10,
        lambda: [each.posts.count() for each in page],
        lambda: list(Post.objects.filter(author__in=page).values("author").annotate(Count("pk"))),
    ),
    "api: comments": (
        10,
        lambda: [each.comments.count() for each in page],
        lambda: list(
            Comment.objects.filter(author__in=page).values("author").annotate(Count("pk"))
        ),
    ),
    "export": (
        1,
        lambda: [each.user.username for each in attempts.all()],
        lambda: list(attempts.values_list("user__username", flat=True)),
    ),
    "statistics": (1, lambda: len(Comment.objects.all()), Comment.objects.count),
}

# %% [markdown]
# A profile answers two questions for each of them: how long does one call take, and how long do all calls take
# together?


# %%
def milliseconds(call):
    """Return the shortest of seven calls: other work on this machine only adds to a reading."""
    return min(timed(call) for _ in range(7))


def timed(call):
    began = perf_counter()
    call()
    return 1000 * (perf_counter() - began)


calls = {name: fault[0] for name, fault in FAULTS.items()}
slow = {name: milliseconds(fault[1]) for name, fault in FAULTS.items()}
fast = {name: milliseconds(fault[2]) for name, fault in FAULTS.items()}
totals = {name: calls[name] * slow[name] for name in FAULTS}
by_total = sorted(FAULTS, key=totals.get, reverse=True)
by_call = sorted(FAULTS, key=slow.get, reverse=True)

# %%
Pair(
    bars("One call", {name: slow[name] for name in by_call}, unit="ms"),
    bars("All calls together", {name: totals[name] for name in by_total}, unit="ms"),
)

# %% [markdown]
# The two orders differ. The export has by far the slowest call, and it is asked for once. The faults of the feed
# have cheap calls, and many of them.
#
# ## Predict: the tenth fix
#
# The page with the statistics counts comments in Python. It is asked for once. If you fix that first, you save a small
# share of the time:


# %%
def mix(fixed=()):
    """Return the milliseconds of all requests, with some faults fixed."""
    return sum(calls[name] * (fast if name in fixed else slow)[name] for name in FAULTS)


def saved(fault, fixed):
    """Return the share of the time that one more fix saves, in percent."""
    return 100 * (1 - mix({*fixed, fault}) / mix(fixed))


print(f"The statistics, fixed first: {saved('statistics', ()):.1f} % of the time")

# %% [markdown]
# Now the other nine are fixed. How many percent of the time that is left does the same fix save?

# %%
guess = predict("How many percent does the tenth fix save?", ..., unit="%")
guess

# %%
guess.measured(saved("statistics", FAULTS.keys() - {"statistics"}))

# %% [markdown]
# The time of all requests is a sum here: for each part, its calls times the time of one call, as measured above. The fix
# saves the same milliseconds as before, of much less time. So the share that a fix saves says as much about the other faults as
# about this one.
#
# ## Experiment: the same fixes in three orders
#
# This is what each fix brings, with the largest total time first:


# %%
def after(order):
    """Return the milliseconds of all requests after 0, 1, 2 ... fixes."""
    return {number: mix(order[:number]) for number in range(len(order) + 1)}


left = after(by_total)
brings = {
    f"{number}. {name}": left[number - 1] - left[number] for number, name in enumerate(by_total, 1)
}

# %%
bars("What each fix brings", brings, unit="ms")

# %% [markdown]
# And this is the time of all requests after each fix, in three orders. All three end at the same place.

# %%
orders = {
    "largest total first": left,
    "slowest call first": after(by_call),
    "smallest total first": after(by_total[::-1]),
}

# %%
chart("All requests, after each fix", orders, x="fixes", y="ms")

# %% [markdown]
# With the largest total first, most of the gain is there after a few fixes. In the opposite order you work through
# half of the list and see little. With the slowest call first, you begin with two pages that hardly anybody asks for, as
# in the report above.
#
# ## Why: total time is calls times time per call
#
# A fix can save at most the share that its part has of the total. **Amdahl's law** says how much faster the whole
# becomes, when a part with the share *p* becomes *s* times faster: `1 / ((1 - p) + p / s)`. Here it is for the first
# fix:

# %%
first = by_total[0]
p, s = totals[first] / mix(), slow[first] / fast[first]
print(f"{first}: {p:.0%} of the time, and {s:.1f} times faster with its fix")
print(f"The whole, by Amdahl's law: {1 / ((1 - p) + p / s):.2f} times faster")
print(f"Without this part at all:   {1 / (1 - p):.2f} times faster")

# %% [markdown]
# The last line is the most that any work on this part can bring, a cache and a rewrite included. Two things follow:
#
# - **Profile again after each fix.** The shares have changed, as those of the statistics did.
# - **Large factors need every fix.** With a tenth of the time untouched, the whole can't become more than ten times
#   faster, however fast the rest is. That is why gold is so far from silver below.
#
# The same ranking is in `pg_stat_statements`, in the columns `calls`, `mean_exec_time` and `total_exec_time`. Sort by
# the last one. A short statement with a large total is often an [N+1](../../site/glossary.md#n1).
#
# ## The price: when to stop
#
# Each fix is code that somebody has to read, and some come with a new risk: a cache can be old, and a replica behind.
# So when is enough?

# %%
gain = mix() - mix(FAULTS)
enough = next(number for number, ms in left.items() if mix() - ms >= 0.8 * gain)
print(f"{enough} of {len(FAULTS)} fixes bring 80 % of the gain.")
print(
    f"All of them: {mix():.0f} ms become {mix(FAULTS):.0f} ms, {mix() / mix(FAULTS):.1f} times faster."
)

# %% [markdown]
# Stop when the next fix brings less than it costs to keep. Write down before you begin what the site has to reach:
# requests a second, or the time of the slowest 5 % of the requests.
#
# Total time isn't everything. A page that locks a row, or takes all connections or all memory, slows down pages that
# have no fault. Its own total shows nothing of that. And one visitor who waits for a minute may count more than a
# thousand who wait 20 ms less.
#
# ## The claim: profile first
#
# Django's documentation on
# [database access optimization](https://docs.djangoproject.com/en/5.2/topics/db/optimization/#profile-first) begins
# with it: "Find out what queries you are doing and what they are costing you."
#
# - **True.** Without the profile, the export looked like the place to begin.
# - **What they cost is calls times time.** A list of the slowest queries leaves out half of this. A query log with a
#   threshold never shows the statement of 0.3 ms that runs 400 times for each page.
# - **Once is not enough.** After each fix, the profile is another one.
#
# ## Exercises
#
# The first one is small: seven functions, about eight faults from all over the course, and one check for each
# function. Click on its name to open it beside this notebook, change it, save it, and run the check below.

# %%
# %task small_slowbook

# %%
# %check small_slowbook

# %% [markdown]
# Then there is the real one. **Slowbook** is a whole contest site, with nginx, gunicorn, PostgreSQL, a replica and
# Valkey, and with a fault from nearly every chapter. You may change everything: views, settings, migrations and the
# configuration of the servers. The judge drives the original and yours in turn. In a terminal:
#
# ```console
# $ kata install k6          # drives the load
# $ kata capstone start      # copies the site to slowbook/
# $ kata capstone profile    # pages and statements, ranked by total time
# $ kata capstone            # judges slowbook/: two or three minutes
# $ kata capstone report     # one HTML page that you can put before a team
# ```
#
# Bronze is three times the throughput of the original, silver ten times, gold thirty times. First the gates have to
# hold: the same pages, no like lost, no page of somebody else. Begin with the profile, fix what is at its top, and
# profile again.
#
# Read [what Slowbook is, and its rules](../../solutions/19_capstone/slowbook/before/README.md) first. The page on Slowbook
# on the course's site also shows what each step from the original to gold brought, and explains the references.
