"""What nginx does by itself: a 503 of a back end that is about to stop goes to the visitor.

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
    }
}
"""
