"""A map sends reading and writing to two groups of the same back ends, which take turns; no retry after 500 or a sent write."""

BACK_ENDS = """
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
"""

NGINX = f"""
map $request_method $group {{
    default reading;
    POST    writing;
    PATCH   writing;
}}

upstream reading {{
    {BACK_ENDS}
}}

upstream writing {{
    {BACK_ENDS}
}}

server {{
    listen unix:nginx.sock;

    location / {{
        client_max_body_size 0;
        proxy_pass http://$group;
        proxy_next_upstream error timeout http_503;
    }}
}}
"""
