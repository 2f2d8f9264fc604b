"""The judge of the capstone: a whole site against its original, on the real servers, under load."""
