"""The words of the sample report: its scale, its criteria, and what was found."""

from registration.reports.content import Judgement

SCALE = (
    Judgement(
        "exceeds",
        "Exceeds",
        "strong",
        4,
        "The criterion is met, with notable practice that other schools could learn from.",
    ),
    Judgement(
        "met",
        "Met",
        "good",
        3,
        "The criterion is met. What the school does is in place and can be seen to work.",
    ),
    Judgement(
        "partly",
        "Partly met",
        "partial",
        2,
        "Some of the criterion is in place. A dated action says what will complete it.",
    ),
    Judgement(
        "not",
        "Not met",
        "gap",
        1,
        "The criterion is not yet met. An action says what needs to be put in place, and by when.",
    ),
    Judgement(
        "nee",
        "Not enough evidence",
        "unknown",
        None,
        "There is too little evidence to judge. This is not a score.",
    ),
    Judgement(
        "na",
        "Not applicable",
        "neutral",
        None,
        "The part that depends on circumstances does not apply, and the rest is met.",
    ),
)
STEP = {judgement.code: judgement for judgement in SCALE}

AREAS = {
    "Mission and educational values": (
        ("Clear, values-based mission statement", "met"),
        ("Learner-centred school culture", "exceeds"),
        ("International and global outlook", "met"),
        ("Respectful relationships, consistent behaviour", "met"),
    ),
    "Management and leadership": (
        ("Suitably qualified, experienced principal", "met"),
        ("Goals and planning for Cambridge", "met"),
        ("Improvement targets and self-evaluation", "partly"),
        ("Effective, transparent budget management", "met"),
        ("Effective complaints procedure", "partly"),
        ("Articulated online learning approach", "exceeds"),
        ("Handbook responsibilities understood", "met"),
    ),
    "Quality of teaching and learning": (
        ("Sufficient staff in every role", "met"),
        ("Clear and accessible curriculum", "met"),
        ("Assessment feeding into teaching", "met"),
        ("Teachers fit for online Cambridge", "met"),
        ("Teaching adapted to individuals", "partly"),
        ("Well-designed staff professional development", "met"),
        ("Policy for learners' language needs", "not"),
    ),
    "Online provision": (
        ("Safe, secure use of technology", "met"),
        ("Active and collaborative online learning", "exceeds"),
        ("Full access for every user", "met"),
        ("Guided access to online resources", "met"),
    ),
    "Legal requirements": (
        ("Legal approval to operate, enrol", "met"),
        ("Digital privacy and eSafety compliance", "met"),
        ("Criminal and child-protection checks", "met"),
        ("Copyright and content licensing", "met"),
    ),
}
ESSENTIAL = {"2.7", "4.1", "5.1", "5.2", "5.3", "5.4"}

SEEN = (
    "The panel read the policy adopted by the governors in September and compared it with what the "
    "school publishes to "
    "families. Both carry the same wording, and the handbook for staff refers to it on its first "
    "page. In the meeting with "
    "heads of department each could name a decision of the last year that had been taken because of it.",
    "During the visit two lessons were observed, one live with nineteen learners in three time zones "
    "and one asynchronous "
    "unit with its discussion. Learners were called by name, cameras were optional and everybody "
    "contributed within the first "
    "five minutes. The recording is kept for thirty days and the families have been told so.",
    "Learners who met the panel explained without help how they report a concern, whom they would "
    "turn to and what happens "
    "next. The log shows four reports in the last term. Each was answered within a day and closed "
    "with a note of what changed.",
)
STRENGTHS = (
    "Staff at every level speak of the same three aims, and can say how this week's planning serves them.",
    "The school asks learners twice a term and publishes what it has changed because of their answers.",
)
ACTIONS = {
    "2.3": "Set measurable targets for each department, and record each term how far they were reached.",
    "2.5": "Name a person outside the management who hears a complaint at its second stage. Publish the time limits.",
    "3.5": "Write down how a teacher learns of a learner's needs before the first lesson. Check it after six weeks.",
    "3.7": "Adopt a policy for learners whose first language is not the language of teaching: how needs are "
    "found, what help follows, and who reviews it. Share it with families before the next intake.",
}
TITLES = (
    "Safeguarding policy, 2026 to 2027",
    "Staff list, checks and qualifications",
    "Timetable and time zones",
    "Learner handbook",
    "Minutes of the governors, “September”, approved",
    "دليل ولي الأمر",
    "在线学习指南",
    "Lesson recording, Year 9 science",
    "Complaints log, names removed",
    "Data-protection impact assessment",
    "Licence agreement, digital library",
)
