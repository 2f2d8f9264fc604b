"""nginx no longer has the body of a GET that it would have to send again.

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
        proxy_next_upstream error timeout http_503;
        proxy_request_buffering off;
    }
}
"""
