"""Writes that a back end has got go to the other one as well.

Breaks: writes
Fails: writes
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503 non_idempotent;
    }
}
"""
