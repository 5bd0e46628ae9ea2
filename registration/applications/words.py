"""What a state means for the school, in plain words: what happens now, and what it can do meanwhile."""

from registration.workflow.states import State

NOW: dict[State, str] = {
    State.DRAFT: "Take your time: everything is saved as you go, nothing is sent before your principal submits it.",
    State.SUBMITTED: "We check that the application is complete. You need do nothing until you hear from us.",
    State.COMPLETING: "Some things are missing. Answer each one, then your principal submits it again.",
    State.DESK_REVIEW: "Reviewers read your application, each alone. We write to you if they need more evidence.",
    State.EVIDENCE_REQUESTED: "The reviewers ask for more. Answer each question, then your principal sends it.",
    State.MODERATION: "The reviewers compare what they found and agree on it.",
    State.VISIT_PLANNING: "We plan the approval visit with you. Choose one of the proposed times.",
    State.VISIT_ARRANGED: "The approval visit is arranged. The agenda shows whom we would like to meet, and when.",
    State.REPORTING: "The lead reviewer writes the report. You will be asked to check its facts.",
    State.FACTUAL_CHECK: "Please read the draft report and tell us where a fact is not right.",
    State.FINALISING: "The lead reviewer answers your comments and finishes the report.",
    State.DETERMINATION: "The report is finished. A decision maker who took no part in the review decides.",
    State.APPROVED: "Your school is approved. We register it next and issue the certificate.",
    State.APPROVED_WITH_CONDITIONS: "Your school is approved with conditions. Each one says what to show, and by when.",
    State.DEFERRED: "The decision is deferred. We tell you what is asked next.",
    State.NOT_APPROVED: "Your school is not approved this time. The letter gives the reasons and says how to appeal.",
    State.APPEAL: "Your appeal is with a decision maker who did not make the decision.",
    State.REGISTERED: "Your school is registered. The certificate can be verified by anybody who has its number.",
    State.SUSPENDED: "The registration is suspended. The letter says why and what is needed.",
    State.WITHDRAWN: "You withdrew this application. You can begin a new one when you are ready.",
    State.RENEWED: "Your registration was renewed, and goes on under the application that followed this one.",
    State.ENDED: "The registration has ended.",
}

NEXT: dict[State, str] = {
    State.DRAFT: "When your principal submits it, we check that it is complete.",
    State.SUBMITTED: "We name the panel to you. Once nothing stands against it, the desk review begins.",
    State.COMPLETING: "When you have sent what was missing, we check it and name the panel to you.",
    State.DESK_REVIEW: "Next the reviewers compare what they found. They may first ask you for more evidence.",
    State.EVIDENCE_REQUESTED: "When you have sent the evidence, the reviewers go on.",
    State.MODERATION: "Next we plan the visit with you.",
    State.VISIT_PLANNING: "When you have chosen a time and the agenda stands, we confirm the visit.",
    State.VISIT_ARRANGED: "After the visit the lead reviewer writes the report.",
    State.REPORTING: "Next you check the facts in the draft report.",
    State.FACTUAL_CHECK: "When you have answered, the lead reviewer replies to every comment.",
    State.FINALISING: "Next the report goes to a decision maker.",
    State.DETERMINATION: "Next you get a letter with the outcome and its reasons.",
    State.APPROVED: "Next we register your school and issue the certificate.",
    State.APPROVED_WITH_CONDITIONS: "When every condition is closed, your school is approved and can be registered.",
    State.DEFERRED: "Next we tell you what is asked, and the case goes on from there.",
    State.NOT_APPROVED: "You can appeal once, within the time the letter names, or begin a new application.",
    State.APPEAL: "Next you get the outcome of the appeal with its reasons.",
    State.REGISTERED: "Tell us of important changes. We write to you before the registration ends.",
    State.SUSPENDED: "When what the letter asks is done, the registration is given back.",
    State.WITHDRAWN: "Nothing more happens in this application.",
    State.RENEWED: "Nothing more happens in this application.",
    State.ENDED: "Nothing more happens in this application.",
}

WAY: tuple[State, ...] = (
    State.DRAFT, State.SUBMITTED, State.DESK_REVIEW, State.MODERATION, State.VISIT_PLANNING, State.VISIT_ARRANGED,
    State.REPORTING, State.FACTUAL_CHECK, State.FINALISING, State.DETERMINATION, State.APPROVED, State.REGISTERED,
)  # fmt: skip
"""The steps of a plain case, in order: what the plan shows of what lies ahead."""

ON_THE_WAY = {
    State.COMPLETING: State.SUBMITTED, State.EVIDENCE_REQUESTED: State.DESK_REVIEW,
    State.APPROVED_WITH_CONDITIONS: State.APPROVED, State.DEFERRED: State.VISIT_PLANNING,
    State.APPEAL: State.DETERMINATION,
}  # fmt: skip
"""Where a step aside stands on that way."""


def left_to_answer(count: int) -> str:
    """What is left of a request, after an answer was saved."""
    if not count:
        return "Every point is answered; your principal can send them together."
    return f"{count} more point{'' if count == 1 else 's'} to answer. They are sent together."


def now_words(state: State, *, names_panel: bool, time_chosen: bool) -> str:
    """What happens now; what the school is asked within a step of ours comes first, until it has answered."""
    if time_chosen:
        return TIME_CHOSEN
    return PANEL_NAMED if names_panel else NOW[state]


PANEL_NAMED = "We have named the people who would review your application. Please agree, or object to somebody."
TIME_CHOSEN = "You have chosen a time for the approval visit. We settle the agenda with you and confirm the visit."
