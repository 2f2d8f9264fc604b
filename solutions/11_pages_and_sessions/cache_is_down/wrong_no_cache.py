"""Without a cache nothing can be down.

Breaks: value
Fails: answer
"""


def caches(url):
    return {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def page(parts):
    return {name: make() for name, make in parts.items()}
