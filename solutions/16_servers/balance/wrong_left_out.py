"""A back end that has refused once is left out for ten seconds, even if the other one is deployed
in them.

Breaks: pages
Fails: pages
"""

NGINX = """
upstream arena {
    server unix:one.sock;
    server unix:two.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 100m;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
    }
}
"""
