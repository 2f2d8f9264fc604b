"""images

All types are compressed (gzip_types *), and images are recognised by the end of their path: a PNG or JPEG from the back end at
a path without such an end, /photos/7/ or /avatar?size=80, is compressed.
"""

NGINX = r"""
server {
    listen unix:nginx.sock;

    types {
        text/html html htm shtml;
        text/css css;
        text/xml xml;
        text/plain txt;
        text/csv csv;
        application/json json map;
        application/manifest+json webmanifest;
        application/javascript js mjs;
        application/xhtml+xml xhtml;
        application/pdf pdf;
        application/zip zip;
        application/wasm wasm;
        image/png png;
        image/jpeg jpeg jpg;
        image/gif gif;
        image/webp webp;
        image/avif avif;
        image/svg+xml svg svgz;
        image/x-icon ico;
        font/woff woff;
        font/woff2 woff2;
        video/mp4 mp4;
        video/webm webm;
        audio/mpeg mp3;
    }
    gzip on;
    gzip_comp_level 9;
    gzip_min_length 500;
    gzip_proxied any;
    gzip_http_version 1.0;
    gzip_types *;
    add_header Vary Accept-Encoding always;
    proxy_set_header Host $host;

    location / {
        proxy_pass http://unix:app.sock;

        location ~* \.(png|jpe?g)$ {
            gzip off;
            proxy_pass http://unix:app.sock;
        }
    }

    # a location that ends with / would answer /account with a redirect
    location = /account {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location ^~ /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
    }

    location ^~ /static/ {
        root files;

        location ~* \.(png|jpe?g)$ {
            gzip off;
            root files;
        }
    }
}
"""
