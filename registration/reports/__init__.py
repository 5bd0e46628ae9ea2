"""Reports: the approval-visit report, and how every document of the service becomes a PDF.

`content` holds everything a report says, apart from the database and from how it looks; `page`
turns it into HTML; `pdf` turns HTML into a tagged PDF on its own; `process` runs that outside
the request, within limits of time and memory.
"""
