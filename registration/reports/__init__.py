"""Reports: the approval-visit report, and how every document of the service becomes a PDF.

`content` holds everything a report says, apart from the database and from how it looks; `page`
turns it into HTML; `pdf` turns HTML into a tagged PDF on its own; `process` runs that outside
the request, within limits of time and memory.

Another document is printed in the same way, from a job: `printed(document("feature/paper.html", …), "report")`
with `page.document` and `process.printed`; its template extends `reports/document.html`, and its style sheet
is named in `pdf.STYLES`.
"""
