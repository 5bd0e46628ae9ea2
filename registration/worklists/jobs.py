"""Each hour: the words of cases that are older than the list of words are learned; after that there are none."""

from registration.database import db
from registration.jobs.service import every
from registration.worklists.words import learn_missing


@every(minutes=60)
def learn_words() -> None:
    while learn_missing():
        db.session.commit()  # a part in each transaction: others wait for none of them long
