"""proxy_next_upstream without non_idempotent and http_500, and max_fails=0, so that a back end is asked again as soon as it is up."""

NGINX = r"""
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        # nginx sends a POST or PATCH, once a back end has got it, to no other
        proxy_next_upstream error http_503;
        # no request on an idle connection that the back end is just closing
        proxy_set_header Connection close;
    }
}
"""
