"""Only 503: a back end that was killed takes its visitors with it.

Breaks: pages
Fails: pages
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
        proxy_next_upstream http_503;
    }
}
"""
