"""answer

The path is built of $uri, which nginx has decoded and merged: for /tags/a%2Fb, /a//b, /100%25 or /a%20b the back end gets another path
(or a request line that isn't valid).
"""

NGINX = r"""
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena$uri$is_args$args;
        proxy_next_upstream error http_503;
        proxy_set_header Connection close;
    }
}
"""
