"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slowbook.settings")
application = get_wsgi_application()

# Read the tables before the first visitor comes, and leave them out of garbage collections.
from slowbook import memory  # noqa: E402

memory.read()
gc.collect()
gc.freeze()
