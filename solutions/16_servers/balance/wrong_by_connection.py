"""All requests of a connection go to one back end.

Breaks: share
Fails: share
"""

NGINX = """
upstream arena {
    hash $connection;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
