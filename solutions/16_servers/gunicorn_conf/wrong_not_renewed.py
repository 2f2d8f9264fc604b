"""Jitter without max_requests replaces nobody.

Breaks: renewed
Fails: renewed
"""

workers = 3
threads = 40
timeout = 30
keepalive = 75
max_requests_jitter = 1000
