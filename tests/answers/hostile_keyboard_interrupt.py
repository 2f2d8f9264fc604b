"""Raises what Ctrl-C raises."""



def feed(limit=50):
    raise KeyboardInterrupt
