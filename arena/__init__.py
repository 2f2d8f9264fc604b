"""Arena, the site that every chapter makes faster: contests, attempts, and people who talk."""
