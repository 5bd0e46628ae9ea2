"""What is drawn, from how many, and what was found in it."""

from wtforms import HiddenField

from registration.forms import Form, line_field, number_field, prose_field


class OutcomeForm(Form):
    version = HiddenField()
    outcome = prose_field(
        "What was found in the sample", most=2000, required="Write what was found, or go back to the samples.",
        hint="Numbers and kinds, such as “5 of 5 files hold both references”. Never a name.",
    )


class SampleForm(Form):
    subject = line_field("What is sampled", required="Say what is sampled, such as staff files.")
    population = number_field("How many there are", least=1, most=100_000, required="Enter how many there are.")
    size = number_field("How many to draw", least=1, most=100, required="Enter how many to draw.")
