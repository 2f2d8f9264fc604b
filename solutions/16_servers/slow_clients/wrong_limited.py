"""Four connections at a time: others get a 503.

Breaks: served
Fails: downloads
"""

SITE = """
limit_conn_zone $host zone=all:1m;
upstream app {
    server unix:app.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    limit_conn all 4;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 100s;
    }
}
"""
