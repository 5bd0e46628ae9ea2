"""The parts of a report that are written by hand, in the order in which it shows them."""

from collections.abc import Mapping

CONTEXT, KEY_FINDINGS, CRITERION = "context", "key_findings", "criterion"
RECOMMENDATIONS, ARRANGEMENTS, VISIT = "recommendations", "arrangements", "visit"

SECTIONS: Mapping[str, str] = {
    CONTEXT: "The school and its context",
    KEY_FINDINGS: "Key findings",
    CRITERION: "Findings by criterion",
    RECOMMENDATIONS: "Recommendations",
    ARRANGEMENTS: "Examination arrangements",
    VISIT: "Record of the visit",
}

FINDING, SEEN, STRENGTHS, ACTION = "finding", "seen", "strengths", "action"

PARTS: Mapping[str, str] = {
    FINDING: "Finding",
    SEEN: "What was seen",
    STRENGTHS: "Strengths",
    ACTION: "Action",
}
"""The parts of a finding on one criterion."""

JUDGED = (FINDING, STRENGTHS, ACTION)
"""Parts that belong to the judgement: one paragraph each, kept in step with the agreed finding."""
