"""Keeps an idle connection for 75 seconds, as gunicorn does: sometimes gunicorn is first.

Breaks: idle
Fails: times
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 16;
    keepalive_timeout 75s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 100s;
    }
}
"""
