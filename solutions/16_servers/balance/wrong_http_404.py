"""A page that is not there is looked for on the other back end.

Breaks: errors
Fails: errors
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
        proxy_next_upstream error timeout http_503 http_404;
    }
}
"""
