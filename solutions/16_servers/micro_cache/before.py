"""When a contest ends, thousands open the same page, and Arena computes it for each.

nginx listens at unix:nginx.sock, in front of unix:app.sock; its folder is writable. NGINX
stands inside http {}. Members send the cookie sessionid or Authorization. All others get the same
pages, whatever their cookies, without Vary and max-age.

Change NGINX to cache these.

Rules:
- members: a member's GET reaches the back end, and nobody else gets the response.
- key: host, path and query string make a page.
- once: for simultaneous visitors of a page, the back end gets one request.
- second: after a second a page is renewed.
- stale: during that, or if it fails, visitors get the old page immediately.
- private: responses with Set-Cookie, or private or no-store in Cache-Control, are not cached.
- errors: nor are 404, 500 and 503.
- writes: each POST reaches the back end.
"""

NGINX = """
server {
    listen unix:nginx.sock;

    location / {
        # TODO: each visitor has the page computed.
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }
}
"""
