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
    State.ENDED: "The registration has ended.",
}
