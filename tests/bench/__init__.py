"""`./manage bench`: how the service grows. Prints ratios of one run, and writes docs/performance.md.

Nothing here is a test: a machine that is busy would make it red. What is compared is CPU time of the worker
processes, page by page, over the same requests with 100, 10,000 and 100,000 applications in the database.
"""
