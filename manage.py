#!/usr/bin/env python3
"""Django's own commands on Arena's large world, which is read-only unless you say --write."""

import sys
from importlib.util import find_spec

from kata import environment

if __name__ == "__main__":
    environment.begin()
    if not find_spec("django"):
        sys.exit("Django is not installed here. Run `make learn`, then: .venv/bin/python manage.py")
    from kata.cli import main
    from kata.cli.shell import manage

    main(manage)
