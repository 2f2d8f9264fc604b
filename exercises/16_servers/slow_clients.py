"""Eight visitors on a train open a report, and Arena answers nobody else.

gunicorn has eight slots behind nginx. A slot is occupied until the train has the last byte.

Change SITE, the part of nginx.conf inside `http { }`, so that slow clients occupy only nginx.

Rules:
- downloads: gunicorn finishes a response of up to 10 MB while its client reads nothing.
- uploads: gunicorn gets a request only when its body, of up to 10 MB, is complete.
- reused: eight connections to gunicorn stay open and are used again.
- idle: gunicorn closes an idle connection after 75 seconds, and nginx does so earlier.
- patience: nginx waits longer for a response than gunicorn's timeout, 90 seconds, but at most 120.
- served: a client may be silent for a minute.
- as before: gunicorn gets the same Host and X-Forwarded-For, and clients the same responses.
"""

# TODO: which of these lines make gunicorn wait for the train?
SITE = """
upstream app {
    server unix:app.sock;
    keepalive_timeout 120s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection close;
        proxy_buffering off;
        proxy_request_buffering off;
    }
}
"""
