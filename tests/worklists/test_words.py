"""The words by which cases are found, learned by several at the same moment."""

from threading import Thread

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from registration.database import db, writing
from registration.worklists.models import CaseWord
from registration.worklists.words import learn
from tests import factories

MANY = 6


def test_a_case_learned_by_many_at_once_knows_each_word_once(app, cast):
    case = factories.application(cast)
    db.session.commit()
    words = select(func.count()).where(CaseWord.application_id == case.id)
    before = db.session.scalar(words)
    db.session.commit()
    failed: list[SQLAlchemyError] = []

    def learn_again(case_id: int) -> None:
        try:
            with writing(), app.app_context(), db.engine.begin() as connection:
                learn(connection, [case_id])
        except SQLAlchemyError as error:
            failed.append(error)

    threads = [Thread(target=learn_again, args=(case.id,)) for _ in range(MANY)]
    db.session.commit()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert db.session.scalar(words) == before > 0
