"""Arena is deployed, one back end after the other: visitors get errors, and comments come twice.

nginx listens at unix:nginx.sock, in front of unix:one.sock and unix:two.sock. NGINX is what stands
inside http { } of nginx.conf.

Change NGINX.

Rules:
- answer: back ends get the method, path, query and body of visitors.
- share: while both are up, both get requests, also from one address.
- pages: a GET is answered by the other back end if the first one refuses connections, is killed
  before it responds, or responds 503 before it stops.
- writes: a POST or PATCH that a back end has got is sent to no other, whatever happened.
- new writes: if a back end refuses connections, the other one gets its POST or PATCH.
- errors: 404 and 500 are passed on with their pages. No other back end is asked; both get requests
  afterwards.
"""

NGINX = """
upstream arena {
    server unix:one.sock;
    server unix:two.sock;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        # TODO: which requests may go to the other back end, and after what?
        proxy_next_upstream error timeout http_500 http_502 http_503 http_504 non_idempotent;
    }
}
"""
