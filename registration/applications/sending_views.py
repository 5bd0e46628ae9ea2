"""The pages on which a school reads its application once more, signs it, answers requests and sends it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow, signed_in
from registration.access.policy import Action
from registration.applications import queries, service, words
from registration.applications.dossier import dossier_of, hidden_ratings
from registration.applications.forms import AnswerForm, DeclarationForm, SendForm
from registration.applications.jobs import ask_for_pdf, made_pdf
from registration.applications.models import Application
from registration.applications.parts import part_of
from registration.applications.snapshot import snapshot_of
from registration.applications.views import bp
from registration.downloads import stored_file
from registration.errors import NotFound, Refused
from registration.paging import whole
from registration.workflow import calendar, engine, needs
from registration.workflow.states import State
from registration.workflow.transitions import BY_NAME


@bp.route("/<reference>/check", methods=["GET", "POST"])
@allow(Action.READ_WORKING_COPY)
def check_answers(application: Application) -> ResponseReturnValue:
    queries.load_for_needs(application)
    form = SendForm()
    if form.validate_on_submit():
        submission = service.submit_application(application, signed_in())
        return redirect(url_for(".receipt", reference=application.reference, number=submission.round))
    name = service.SENDING.get(application.state)
    missing = engine.missing(application, BY_NAME[name]) if name else ()
    return render_template(
        "applications/check_answers.html", application=application, form=form, missing=missing, sending=name,
        dossier=dossier_of(snapshot_of(application)), may_send=signed_in().school_role == "principal",
        rounds=application.submitted_at is not None,
    )  # fmt: skip


@bp.route("/<reference>/declaration", methods=["GET", "POST"])
@allow(Action.READ_WORKING_COPY)
def declaration(application: Application) -> ResponseReturnValue:
    queries.load_for_needs(application)
    may_sign = needs_signature(application)
    form = DeclarationForm()
    if may_sign and form.validate_on_submit():
        try:
            service.sign_declaration(
                application, by=signed_in(), typed_name=form.typed_name.data, ai_statement=form.ai_statement.data
            )
        except Refused as refusal:
            form.typed_name.errors = [str(refusal)]
        else:
            flash("The declaration is signed. If something changes after this, sign it again.", "success")
            return redirect(url_for(".check_answers", reference=application.reference))
    page = render_template(
        "applications/declaration.html", application=application, form=form, may_sign=may_sign,
        signed=application.declarations[-1] if application.declarations else None,
        valid=needs.declaration_signed.holds(application),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def needs_signature(application: Application) -> bool:
    """The principal is looking, while the application can still be signed. A post by anybody else is refused."""
    open_to_sign = application.state in (State.DRAFT, State.COMPLETING)
    if open_to_sign and signed_in().school_role == "principal":
        return True
    if request.method == "POST":
        raise Refused("Only the principal signs the declaration, while the application is open to the school.")
    return False


@bp.route("/<reference>/request", methods=["GET", "POST"])
@allow(Action.ANSWER_REQUEST)
def answer_request(application: Application) -> ResponseReturnValue:
    queries.load_for_needs(application)
    asked = application.open_request
    if asked is None:
        raise NotFound
    form = SendForm()
    if form.validate_on_submit():
        submission = service.submit_application(application, signed_in())
        return redirect(url_for(".receipt", reference=application.reference, number=submission.round))
    transition = BY_NAME[service.SENDING[application.state]]
    return render_template(
        "applications/answer_request.html", application=application, form=form, asked=asked, transition=transition,
        missing=engine.missing(application, transition), may_send=signed_in().school_role == "principal",
        mine=[item for item in asked.items if service.may_answer(application, item, signed_in())],
        ends=calendar.in_force.end_of(asked.due_on),
    )  # fmt: skip


@bp.route("/<reference>/request/<item>", methods=["GET", "POST"])
@allow(Action.ANSWER_REQUEST)
def answer_item(application: Application, item: str) -> ResponseReturnValue:
    asked = application.open_request
    found = next((i for i in asked.items if i.public_id == item), None) if asked else None
    if asked is None or found is None:
        raise NotFound
    form = AnswerForm(answer=found.answer)
    if form.validate_on_submit():
        service.answer_item(application, item, answer=form.answer.data, by=signed_in())
        left = [each for each in asked.items if not each.answer.strip()]
        flash(f"Your answer is saved. {words.left_to_answer(len(left))}", "success")
        if left and request.form.get("then") == "next":
            return redirect(url_for(".answer_item", reference=application.reference, item=left[0].public_id))
        return redirect(url_for(".answer_request", reference=application.reference))
    page = render_template(
        "applications/answer_item.html", application=application, form=form, item=found,
        place=asked.items.index(found) + 1, items=asked.items,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/<reference>/receipt")
@allow(Action.READ_SUBMISSION)
def receipt(application: Application) -> ResponseReturnValue:
    sent = queries.submission_of(application, request.args.get("number", type=whole))
    return render_template("applications/receipt.html", application=application, sent=sent)


@bp.route("/<reference>/submission")
@allow(Action.READ_SUBMISSION)
def submission(application: Application) -> ResponseReturnValue:
    sent = queries.submission_of(application, request.args.get("number", type=whole))
    hidden = hidden_ratings(application, signed_in())
    dossier = dossier_of(sent.snapshot, hidden)
    return render_template(
        "applications/submission.html", application=application, sent=sent, dossier=dossier, hidden=hidden,
        part=part_of(dossier, request.args.get("page", 1, type=whole)), rounds=queries.rounds_of(application),
    )  # fmt: skip


@bp.route("/<reference>/pdf", methods=["GET", "POST"])
@allow(Action.READ_SUBMISSION)
def pdf(application: Application) -> ResponseReturnValue:
    sent = queries.submission_of(application, request.args.get("number", type=whole))
    form = SendForm()
    if form.validate_on_submit():
        job = ask_for_pdf(application, sent, signed_in())
        return redirect(url_for("jobs.waiting", public_id=job.public_id))
    return render_template("applications/pdf.html", application=application, sent=sent, form=form)


@bp.get("/<reference>/pdf/<int:number>")
@allow(Action.READ_SUBMISSION)
def download(application: Application, number: int) -> ResponseReturnValue:
    sent = queries.submission_of(application, number)
    made = made_pdf(application, sent, signed_in())
    return stored_file(made["storage_key"], made["sha256"], made["size"], f"{application.reference}-{number}.pdf")
