# %% [markdown]
# # Scaling Django, the workbook
#
# *Five minutes.* Your Django site was fast, and now it is not. This course is about the reasons,
# one chapter for each. Nothing has to be believed: every figure that you will read was measured on
# your own machine, a moment before, by the cell above it.
#
# The site to make faster is **Arena**, where people take part in contests and talk about them. It is
# an ordinary Django project, and its PostgreSQL is a real one. Click on the next cell and press
# Shift+Enter.

# %% tags=["setup"]
from kata.notebook import plan, predict, queries, race, start

start()

# %% [markdown]
# ## A surprise
#
# Under a popular post, Arena shows the words *join the discussion* if there are comments. Two ways to
# ask whether there are any:

# %%
from django.db.models import Count

from arena.discuss.models import Post

popular = Post.objects.annotate(many=Count("comments")).latest("many")


def by_truth():
    return bool(popular.comments.all())


def by_exists():
    return popular.comments.exists()


by_truth(), by_exists()

# %% [markdown]
# Both are one line, both send one query, both are right. How many times as fast is the second one?
# Write your guess in place of the three dots, and run the cell.

# %%
guess = predict("How many times as fast is exists()?", ...)
guess

# %%
result = race(by_truth, by_exists)
guess.measured(result.ratio)

# %% [markdown]
# That was a race: both took turns until one of them led clearly, timed by the processor time of
# Python and of PostgreSQL together. A browser that plays music meanwhile does not change who wins.
#
# And why? The table tells which line sent what, and the plan tells what PostgreSQL did for it.

# %%
with queries("if popular.comments.all():"):
    by_truth()
with queries("if popular.comments.exists():"):
    by_exists()

# %%
plan(popular.comments.all())

# %% [markdown]
# It fetched every comment of the post, and Django built an object of each, to learn that there is at
# least one. `exists()` asks for one row, and stops at it.
#
# The four tools that you have just seen (`predict`, `race`, `queries` and `plan`) work in your own
# project as well: `help("kata.notebook")` says how to take them home.
#
# ## How a chapter works
#
# A chapter is a **lesson** of a quarter of an hour, like this notebook, and a few **exercises**.
#
# - In a lesson you guess, measure, and see why. Change any cell and run it again: Arena's data can be
#   read and not be changed, so you can break nothing.
# - In an exercise you make a slow piece of Arena fast. It is one small file that you open here in
#   Lab, or in your own editor.
#
# `%task` shows what is asked for, and `%check` says how far you are. Try it. It fails, because the
# file is the slow starter still:

# %%
# %task feed

# %%
# %check feed

# %% [markdown]
# Read it from the top: what was measured, what is allowed, which line did it. The names of lines are
# links to the file. When you are stuck, `%hint` gives one hint at a time. When you pass,
# `%solution` shows the reference, what it costs, and the wrong answers that other people gave.
#
# You can also write an answer here. A cell that begins with `%%answer feed` replaces the file by the
# rest of the cell and checks it; what was in the file is kept in `.kata/kept/`.
#
# The same checks run in a terminal (`kata`, which checks on every save), in plain pytest, and in your
# editor. What you have solved is shown by:

# %%
# %progress

# %% [markdown]
# ## Begin
#
# - Chapter 1, [Measure first](01_measure/lesson.ipynb): no query is slow, and the page is.
# - Chapter 2, [Related objects](02_related_objects/lesson.ipynb): a line that climbs, and a line
#   that stays flat.
