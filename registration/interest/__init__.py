"""Interest: what the public sees before there is an application.

Anybody can read the standards and express interest. A case officer answers: accepts,
asks a question, or declines with a reason of the table. A question is answered on a page
behind a private link. Accepting makes the school and invites the person who wrote, as its
principal.
"""
