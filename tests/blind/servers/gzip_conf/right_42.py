"""gzip is off unless a location turns it on; /account/ is nested in the back end's location, and a map by Content-Type (304 too) says which responses vary."""

TEXT = [
    "text/css",
    "application/json",
    "application/problem+json",
    "application/vnd.api+json",
    "application/ld+json",
    "application/manifest+json",
    "application/xhtml+xml",
]

NGINX = f"""
map "$status $sent_http_content_type" $varies {{
    default "";
    "~^304 " Accept-Encoding;
    "~*^\\d+ (text/html|text/css|application/xhtml\\+xml|application/([a-z.]+\\+)?json|application/manifest)" Accept-Encoding;
}}

server {{
    listen unix:nginx.sock;
    gzip off;
    gzip_types {" ".join(TEXT)};
    gzip_comp_level 8;
    gzip_min_length 500;
    gzip_proxied any;
    gzip_http_version 1.0;
    gzip_vary off;
    add_header Vary $varies always;
    proxy_set_header Host $host;

    location / {{
        gzip on;
        proxy_pass http://unix:app.sock;

        # a location that ends with / would answer /account with a redirect
        location = /account {{
            proxy_pass http://unix:app.sock;
        }}

        location /account/ {{
            gzip off;
            proxy_pass http://unix:app.sock;
        }}
    }}

    location /static/ {{
        gzip on;
        root files;
        types {{
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
        }}
    }}
}}
"""
