"""Lessons: from ``lesson.py`` to a notebook, to one with outputs, and to a page of the site."""

from kata.lessons.notebooks import notebook, sources, stale
from kata.lessons.pages import page
from kata.lessons.running import LessonProblem, execute, executed

__all__ = ["LessonProblem", "execute", "executed", "notebook", "page", "sources", "stale"]
