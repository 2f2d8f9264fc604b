"""The capstone: a slow site, and the judge that measures a learner's copy against it."""
