"""A page takes 300 ms. One colleague wants more indexes, another less Python.

Split says where the time of a with block goes, in seconds. It always says: the database.

Change Split so that the three parts are right.

Rules:
- database: the time inside execute() and executemany() of all connections of this thread, failed
  queries too.
- python: the CPU time of this thread outside of those. Other threads use the CPU as well.
- other: the rest of the elapsed time.
- exact: to 1 ms, for thousands of short queries, even if the system's time is set in the block.
- errors: an exception leaves the block, and the times are there.
- apart: blocks may be nested, and each thread may have its own.
- unchanged: the block leaves the connections as they were.

Read only clocks of the module time: the checks set them.
"""

import time


class Split:
    def __enter__(self):
        self.start, self.cpu = time.time(), time.process_time()
        return self

    def __exit__(self, *error):
        self.python = time.process_time() - self.cpu
        # TODO: not all that waits waits for the database, and not all CPU time is this thread's.
        self.database = time.time() - self.start - self.python
        self.other = 0.0
