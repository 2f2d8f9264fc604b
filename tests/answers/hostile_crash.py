"""Crashes Python."""

import ctypes


def feed(limit=50):
    ctypes.string_at(0)
