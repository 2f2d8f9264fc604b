"""Visitors on a train wait for Arena's text, and nothing is compressed.

nginx listens at unix:nginx.sock, in front of unix:app.sock. Requests from a CDN have the
header Via.

Change NGINX, the part of nginx.conf in http {}, to compress with gzip.

Rules:
- text: HTML, CSS and JSON of 2,000 bytes or more take at most a fifth of their bytes, from files
  and the back end, with Via too.
- images: PNG and JPEG are not compressed.
- small: nor is a response whose Content-Length is below 500.
- secret: nor is anything below /account/ or /%61ccount/, which shows text of the request beside a
  secret (BREACH).
- accepts: clients that don't accept gzip get plain text.
- vary: texts say Vary: Accept-Encoding, compressed or not, and keep the back end's Vary.
- as before: the back end gets the same requests and Host, clients the same content.
"""

NGINX = """
server {
    listen unix:nginx.sock;

    # TODO: nginx compresses nothing.
    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
