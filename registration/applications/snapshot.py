"""The snapshot: everything a school sends, as plain data, frozen at the moment it sends it.

Reviewers, reports and downloads read the snapshot, never the working copy.
"""

import hashlib
import json
from typing import Any

from registration.applications.models import Application
from registration.evidence.models import Citation, Evidence
from registration.self_assessment.models import Response


def snapshot_of(application: Application) -> dict[str, Any]:
    """The application as it stands, ready to be frozen. Reads only; see `Submission.snapshot`."""
    declaration = application.declarations[-1] if application.declarations else None
    content: dict[str, Any] = {
        "reference": application.reference,
        "edition": application.standard_edition,
        "school": {
            "name": application.school.name,
            "country": application.school.country,
            "time_zone": application.school.time_zone,
        },
        "profile": {str(s.number): s.facts for s in application.profile},
        "responses": responses_by_criterion(application),
        "citations": citations_by_criterion(application),
        "evidence": [register_row(item) for item in application.evidence if item.removed_at is None and item.versions],
        "declaration": {
            "typed_name": declaration.typed_name, "ai_statement": declaration.ai_statement,
            "signed_at": declaration.signed_at.isoformat(),
        } if declaration else None,
    }
    content["fingerprints"] = {code: fingerprint(content, code) for code in application.standard.criteria}
    return content


def responses_by_criterion(application: Application) -> dict[str, dict[str, Any]]:
    return {response.criterion_code: response_row(response) for response in application.responses}


def response_row(response: Response) -> dict[str, Any]:
    return {
        "rating": response.rating, "statement": response.statement, "no_evidence_reason": response.no_evidence_reason,
    }  # fmt: skip


def citations_by_criterion(application: Application) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in application.standard.criteria}
    for citation in application.citations:
        found.setdefault(citation.criterion_code, []).append(citation_row(citation))
    return found


def citation_row(citation: Citation) -> dict[str, Any]:
    version = citation.evidence_version
    return {
        "id": citation.public_id,
        "evidence": version.evidence.public_id,
        "version": version.public_id,
        "number": version.number,
        "title": version.evidence.title,
        "media_type": version.media_type,
        "link": version.link,
        "sha256": version.sha256,
        "page_from": citation.page_from,
        "page_to": citation.page_to,
        "timestamp": citation.timestamp,
        "where": citation.where,
        "shows": citation.shows,
    }


def register_row(item: Evidence) -> dict[str, Any]:
    version = item.current
    return {
        "id": item.public_id, "version": version.public_id, "number": version.number, "title": item.title,
        "kind": item.kind, "language": item.language, "file_name": version.file_name, "link": version.link,
        "media_type": version.media_type, "pages": version.pages, "size": version.size, "sha256": version.sha256,
        "valid_until": item.valid_until.isoformat() if item.valid_until else None,
        "period_to": item.period_to.isoformat() if item.period_to else None,
        "personal_data": item.personal_data, "redacted": item.redacted, "note": item.note,
        "has_text": version.has_text, "described": item.described,
    }


def fingerprint(snapshot: dict[str, Any], code: str) -> str:
    """What a finding on one criterion was based on: the answer, what is cited and where, and the edition.

    A finding whose fingerprint differs from the present submission's is stale.
    """
    cited = [
        [c["sha256"] or c["link"], c["page_from"], c["page_to"], c["timestamp"], c["shows"]]
        for c in snapshot["citations"].get(code, [])
    ]
    return digest([snapshot["edition"], snapshot["responses"].get(code), sorted(cited, key=json.dumps)])


def signed_over(application: Application) -> str:
    """What a declaration is signed over: every answer, section and citation as it stands, by version.

    Any change, a removed citation too, gives another digest, so the declaration must be signed again.
    """
    return digest(
        [
            sorted((s.number, s.version) for s in application.profile),
            sorted((r.criterion_code, r.version) for r in application.responses),
            sorted([c.public_id, c.page_from, c.page_to, c.timestamp, c.shows] for c in application.citations),
        ]
    )


def digest(content: Any) -> str:
    """SHA-256 of canonical JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
