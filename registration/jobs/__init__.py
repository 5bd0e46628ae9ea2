"""Jobs: what runs outside a request, such as printing, sending letters and reminding.

A job is a row, and the rows are the queue: whoever asks for work writes a row in the same transaction
as everything else, and `flask jobs work` takes the rows that are due, one at a time. A worker that dies
leaves a row whose heartbeat stops, and another worker takes it again.

A feature writes its jobs in its module `jobs.py`:

    @handles("report_edition", watched_by=Action.READ_DRAFT_REPORT)
    def print_edition(job: Job) -> dict[str, Any]:
        page = page_of(edition_of(job))                          # reads
        with apart(job, 20, "The pages are being laid out."):    # no transaction is open in here:
            made = printed(page)                                 # slow work
        keep(made)                                               # writes, in one transaction with the job's end
        return {"href": "/…", "text": "Download the report"}     # what the person who waits is offered
"""
