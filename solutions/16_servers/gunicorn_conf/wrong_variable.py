"""Some platforms set this variable, to more than the memory allows.

Breaks: memory
Fails: slots
"""

from os import environ

workers = int(environ.get("WEB_CONCURRENCY", 3))
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
