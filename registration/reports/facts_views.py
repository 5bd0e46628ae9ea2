"""Pages of the check of facts: sending the draft, reading and commenting on it, and replying."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action, allowed
from registration.access.roles import THE_SCHOOL
from registration.access.standing import capacities
from registration.applications.models import Application
from registration.errors import NotFound
from registration.forms import Form
from registration.reports import editions, facts, queries
from registration.reports.charts import on_screen
from registration.reports.forms import CommentForm, ReplyForm
from registration.reports.frozen import restored
from registration.reports.settings import names
from registration.reports.views import bp, to_editor
from registration.reports.writers import must_write, speaks
from registration.workflow import calendar


@bp.route("/send", methods=["GET", "POST"])
@allow(Action.WRITE_REPORT)
def send_draft(application: Application) -> ResponseReturnValue:
    """Show what will be sent, then send it. Whether it is still what the report says is asked when it is sent."""
    report, form = queries.report_of(application, comments=False), Form()
    last = report.editions[-1] if report.editions else None
    if form.validate_on_submit():
        sent = editions.send_draft(application, names(), by=signed_in())
        flash(f"Draft {sent.number} is with the school, which has been told by letter.", "success")
        return to_editor(application)
    ready = last if last and last.kind == "draft" and last.storage_key else None
    return render_template("reports/send_draft.html", application=application, form=form, edition=ready)


@bp.get("/school")
@allow(Action.READ_SENT_REPORT)
def school_report(application: Application) -> ResponseReturnValue:
    """The report as the school was sent it, paragraph by paragraph, each with the school's own comment."""
    report = queries.report_if_begun(application)
    open_to_us = queries.with_the_school(application)
    if report is None or not open_to_us:
        raise NotFound("No report has been sent to the school yet.")
    content = restored(open_to_us[-1].content)
    return render_template(
        "reports/school_report.html",
        application=application,
        edition=open_to_us[-1],
        content=content,
        chart=on_screen(content),
        comments={str(c.paragraph.number): c for c in report.comments},
        can_comment=allowed(signed_in(), Action.COMMENT_ON_FACTS, application),
        ends=last_moment(application),
    )


def last_moment(application: Application) -> datetime | None:
    """When the time to answer ends, at the body's desk."""
    return calendar.in_force.end_of(application.due_on) if application.due_on else None


@bp.route("/school/<number>", methods=["GET", "POST"])
@allow(Action.COMMENT_ON_FACTS)
def comment(application: Application, number: str) -> ResponseReturnValue:
    """The school's comment on one paragraph of the draft it was sent."""
    report, said = queries.report_of(application), facts.sent_paragraph(application, number)
    about = queries.numbered(application, number)
    if about is None or said is None:
        raise NotFound("The draft has no such paragraph.")
    there = facts.unsent(report, about)
    form = CommentForm.about(facts.proofs(application), there)
    if "remove" in request.form and there is not None:
        facts.remove_comment(there)
        flash(f"The comment on paragraph {number} is removed.", "success")
        return redirect(url_for(".school_report", reference=application.reference, _anchor=f"paragraph-{number}"))
    if form.validate_on_submit():
        facts.keep_comment(
            report, about, form.text.data, by=signed_in(), proof=form.proof.data or "", pages=form.pages.data or ""
        )
        flash(f"The comment on paragraph {number} is kept. It is sent when the principal answers.", "success")
        return redirect(url_for(".school_report", reference=application.reference, _anchor=f"paragraph-{number}"))
    page = render_template(
        "reports/comment.html", application=application, form=form, number=number, said=said, there=there
    )
    return page, 422 if form.errors else 200


@bp.route("/answer", methods=["GET", "POST"])
@allow(Action.COMMENT_ON_FACTS)
def answer_facts(application: Application) -> ResponseReturnValue:
    """Everything the school has written, before the principal sends it."""
    report, form = queries.report_of(application), Form()
    if form.validate_on_submit():
        facts.answer_facts(application, by=signed_in())
        flash("Thank you. Your answer has been sent to the panel.", "success")
        return redirect(url_for("applications.application", reference=application.reference))
    return render_template(
        "reports/answer_facts.html", application=application, form=form, waiting=facts.waiting(report),
        ends=last_moment(application),
    )


@bp.get("/comments")
@allow(Action.READ_COMMENTS)
def comments(application: Application) -> ResponseReturnValue:
    """What the school commented, and the replies; the school sees replies with its final report."""
    report = queries.report_if_begun(application)
    ours = bool(capacities(signed_in(), application) & THE_SCHOOL)
    can_reply = allowed(signed_in(), Action.REPLY_TO_COMMENTS, application)
    final = any(e.kind == "final" for e in queries.with_the_school(application)) if ours else True
    sent = [c for c in report.comments if c.sent_at] if report else []
    return render_template(
        "reports/comments.html",
        application=application,
        comments=sent,
        sent=report is not None and report.sent_for_facts_at is not None,
        ours=ours,
        said=facts.wordings(report) if report else {},
        show_replies=final,
        mine=[c for c in sent if can_reply and speaks(signed_in(), application, c.paragraph.criterion_code)],
        words=facts.REPLIES,
    )


@bp.route("/comments/<public_id>", methods=["GET", "POST"])
@allow(Action.REPLY_TO_COMMENTS)
def reply(application: Application, public_id: str) -> ResponseReturnValue:
    found = queries.comment_of(application, public_id)
    if found.sent_at is None:
        raise NotFound("There is no such comment.")
    must_write(signed_in(), application, found.paragraph.criterion_code)
    form = ReplyForm(data={"reply": found.reply, "reason": found.reply_reason})
    if form.validate_on_submit():
        facts.reply_to(found, reply=form.reply.data, reason=form.reason.data, by=signed_in())
        flash(f"The reply on paragraph {found.paragraph.number} is saved.", "success")
        return redirect(url_for(".comments", reference=application.reference))
    page = render_template("reports/reply.html", application=application, form=form, comment=found)
    return page, 422 if form.errors else 200
