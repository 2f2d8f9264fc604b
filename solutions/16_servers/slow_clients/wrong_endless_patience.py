"""An hour: nginx waits for a request that gunicorn has given up long ago.

Breaks: patience
Fails: times
"""

SITE = """
upstream app {
    server unix:app.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 1h;
    }
}
"""
