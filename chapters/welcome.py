# %% [markdown]
# # Scaling Django, the workbook
#
# *Five minutes.* Your Django site was fast, and now it is slow. This course is about the reasons,
# one chapter for each. Take nothing on trust: the charts and tables are measured on your own machine,
# by the cells above them.
#
# You will make **Arena** faster, a site where people take part in contests and talk about them. It is
# an ordinary Django project on a real PostgreSQL. Click on the next cell and press Shift+Enter.

# %% tags=["setup"]
from kata.notebook import plan, predict, queries, race, start

start()

# %% [markdown]
# ## A surprise
#
# Under a popular post, Arena shows the words *join the discussion* if there are comments. Here are two
# ways to ask whether there are any:

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
# Both are one line, both send one query, and both are right. How much faster is the second one? Write
# your guess in place of the three dots, such as 2 for twice as fast, and run the cell.

# %%
guess = predict("How much faster is exists()?", ..., unit="times")
guess

# %%
result = race(by_truth, by_exists)
guess.measured(result.ratio)

# %% [markdown]
# That was a race: both took turns until one of them led clearly. What counts is the CPU time of Python
# and PostgreSQL together, so music playing in a browser does not change which one wins.
#
# Why is it faster? The table shows which line sent which query, and the plan shows what PostgreSQL did.

# %%
with queries("if popular.comments.all():"):
    by_truth()
with queries("if popular.comments.exists():"):
    by_exists()

# %%
plan(popular.comments.all())

# %% [markdown]
# The first way fetched every comment of the post, and Django built an object from each row, only to
# learn that there is one. `exists()` asks for one row and stops there.
#
# The four tools that you have just used (`predict`, `race`, `queries` and `plan`) work in your own
# project too: `help("kata.notebook")` says how.
#
# ## How a chapter works
#
# A chapter is a **lesson** of a quarter of an hour, like this notebook, and a few **exercises**.
#
# - In a lesson you guess, measure, and see why. Change any cell and run it again: Arena's data is
#   read-only here, so you cannot break anything.
# - In an exercise you make a slow piece of Arena fast. It is one small file that you open here in
#   Lab, or in your own editor.
#
# `%task` shows the task, and `%check` shows how far you are. Try it. The check fails, because the file
# still holds the slow starter:

# %%
# %task feed

# %%
# %check feed

# %% [markdown]
# Read it from the top: what was measured, what is allowed, and which line did it. The names of lines
# link to the file. When you are stuck, `%hint` gives one hint at a time. When you pass, `%solution`
# shows the reference, what it costs, and wrong answers with the check that catches each.
#
# You can also write an answer here. A cell that begins with `%%answer feed` replaces the code in the
# file with the rest of the cell and checks it. Your earlier file is saved in `.kata/kept/`.
#
# The same checks run in a terminal (`kata`, which checks on every save), in plain pytest, and in your
# editor. This shows what you have solved:

# %%
# %progress

# %% [markdown]
# ## Begin
#
# - Chapter 1, [Measure first](01_measure/lesson.ipynb): a slow page without a slow query.
# - Chapter 2, [Related objects](02_related_objects/lesson.ipynb): a line that climbs, and a line
#   that stays flat.
