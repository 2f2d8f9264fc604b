"""Calls itself."""



def feed(limit=50):
    return feed(limit)
