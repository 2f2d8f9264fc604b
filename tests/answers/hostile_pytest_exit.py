"""Ends pytest."""

import pytest


def feed(limit=50):
    pytest.exit('enough')
