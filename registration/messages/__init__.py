"""Messages: what the school's leads and the case officer write to each other about one application.

One thread an application, inside the service. A letter says that something waits and never what. Nothing is taken back
or changed: both sides may lean on what was said. Reviewers and decision makers do not read it, so that what they judge
is what was sent; evidence belongs into the evidence.
"""
