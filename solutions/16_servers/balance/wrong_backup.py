"""The second back end gets nothing while the first one is up.

Breaks: share
Fails: share
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock backup;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
