"""The words of letters: pages of the administrator."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registration.access.guard import allow_role, signed_in
from registration.access.roles import Role
from registration.errors import Refused
from registration.notifications import preview, wording_queries, wording_service
from registration.notifications.composing import Words, parts_of, source_of
from registration.notifications.forms import WordingForm
from registration.notifications.kinds import IN_EVERY_LETTER, LetterKind
from registration.notifications.preview import Preview
from registration.notifications.views import bp


@bp.get("/letter-words/")
@allow_role(Role.ADMINISTRATOR)
def wordings() -> ResponseReturnValue:
    return render_template("notifications/wordings.html", letters=wording_queries.listed_letters())


@bp.route("/letter-words/<letter_name>", methods=["GET", "POST"])
@allow_role(Role.ADMINISTRATOR)
def wording(letter_name: str) -> ResponseReturnValue:
    letter = wording_service.letter_named(letter_name)
    form, shown = form_for(letter), None
    if form.validate_on_submit():
        if request.form.get("do") == "show":
            shown = preview_of(letter, form)
        elif saved(letter, form):
            flash("The letter is saved. Whatever has not left yet is written in these words.", "success")
            return redirect(url_for(".wording", letter_name=letter.name))
    page = render_template(
        "notifications/wording.html", letter=letter, form=form, shown=shown,
        parts=parts_of(shown.words.body) if shown else [],
        facts=(*letter.facts, *IN_EVERY_LETTER), template=wording_service.template_of(letter.name), cases=sees_cases(),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.get("/letter-words/<letter_name>/versions")
@allow_role(Role.ADMINISTRATOR)
def wording_versions(letter_name: str) -> ResponseReturnValue:
    letter = wording_service.letter_named(letter_name)
    found = wording_queries.versions(letter.name)
    return render_template("notifications/wording_versions.html", letter=letter, versions=found)


@bp.post("/letter-words/<letter_name>/default")
@allow_role(Role.ADMINISTRATOR)
def use_default(letter_name: str) -> ResponseReturnValue:
    wording_service.use_default(wording_service.letter_named(letter_name), by=signed_in())
    flash("The letter has its default words again.", "success")
    return redirect(url_for(".wording", letter_name=letter_name))


@bp.post("/letter-words/<letter_name>/versions/<int:number>")
@allow_role(Role.ADMINISTRATOR)
def use_version(letter_name: str, number: int) -> ResponseReturnValue:
    letter = wording_service.letter_named(letter_name)
    template = wording_service.template_of(letter.name)
    words = wording_service.former_words(letter.name, number)
    wording_service.save_words(letter, words, version=str(template.version if template else 0), by=signed_in())
    flash("The letter is written in the words of that version again.", "success")
    return redirect(url_for(".wording", letter_name=letter_name))


def form_for(letter: LetterKind) -> WordingForm:
    words, template = source_of(letter.name), wording_service.template_of(letter.name)
    version = str(template.version if template else 0)
    return WordingForm.about(
        letter, data={"subject": words.subject, "text": words.body.strip("\n"), "version": version}
    )


def saved(letter: LetterKind, form: WordingForm) -> bool:
    """Keep the words, or put the reason why not beside the text."""
    words = Words(form.subject.data, form.text.data)
    try:
        wording_service.save_words(letter, words, version=form.version.data, by=signed_in())
    except Refused as refused:
        form.text.errors = [str(refused)]
    return not form.errors


def preview_of(letter: LetterKind, form: WordingForm) -> Preview | None:
    """With the case named, when this person may see it; else with invented facts."""
    words = Words(form.subject.data, form.text.data)
    fault = preview.fault_when_shown(letter, words)
    if fault:
        form.text.errors = [fault]
        return None
    if not (form.case.data and sees_cases()):
        return preview.with_invented_facts(letter, words)
    application = preview.case_to_show(signed_in(), form.case.data)
    if application is None:
        form.case.errors = ["There is no such application among those you may see. Check its reference."]
        return None
    return preview.with_facts_of(letter, words, application, signed_in())


def sees_cases() -> bool:
    """An administrator sees no case, unless they are something else as well."""
    return bool(signed_in().roles - {Role.ADMINISTRATOR})


