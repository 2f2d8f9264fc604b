"""pages: a back end's 503 is passed on to the visitor.

It shows with a GET to a back end that responds 503 before it stops: the other one is not asked.
"""

NGINX = """
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout;
    }
}
"""
