"""At noon Arena answers nobody, and its four workers do nothing.

Each page waits for a payment service. Four requests wait for it, and all others wait for them.
There is no memory for more workers, because each has the whole site.

Change this `gunicorn.conf.py` so that 40 requests can wait at the same time.

Rules:
- slots: 40 requests are inside the site at the same time, whichever worker is the first to accept
  connections.
- memory: at most 4 workers.
- spare: while one worker hangs, another answers.
- hanging: a worker that hangs is replaced after 30 to 60 seconds.
- kept: nginx keeps an idle connection for 60 seconds, so gunicorn keeps it longer.
- renewed: workers leak memory, so gunicorn's settings replace each after 1,000 to 2,000 requests,
  at a random number from a range of at least 500.
"""

workers = 4  # TODO: what does a worker do while it waits?
timeout = 30
keepalive = 75
max_requests = 1000
