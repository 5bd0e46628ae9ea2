"""What the body's desk adds."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

IN_PROGRESS = (
    'submitted', 'completing', 'desk_review', 'evidence_requested', 'moderation', 'visit_planning', 'visit_arranged',
    'reporting', 'factual_check', 'finalising', 'determination', 'approved', 'approved_with_conditions', 'deferred', 'appeal',
)
REACHED = (
    (2, ('submitted',)), (3, ('desk_review',)), (4, ('visit_planning', 'reporting')), (5, ('factual_check',)),
    (7, ('registered',)),
)
ACCEPTED, TOLD = 1, 6


def upgrade() -> None:
    op.create_table('agreement_sum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('from_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_event_id', sa.Integer(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('reviewers', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('cases > 0', name=op.f('ck_agreement_sum_some_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_sum')),
    sa.UniqueConstraint('last_event_id', name=op.f('uq_agreement_sum_last_event_id'))
    )
    op.create_table('monthly_figure',
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('month', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'name', 'month', name=op.f('pk_monthly_figure'))
    )
    op.create_table('kept_list',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_kept_list_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_list')),
    sa.UniqueConstraint('person_id', 'name', name=op.f('uq_kept_list_person_id_name')),
    sa.UniqueConstraint('public_id', name=op.f('uq_kept_list_public_id'))
    )
    op.create_table('last_look',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_last_look_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_last_look'))
    )
    op.create_table('reviewer_load',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reviewer_load_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_reviewer_load'))
    )
    with op.batch_alter_table('reviewer_load', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviewer_load_cases'), ['cases'], unique=False)

    op.create_table('reviewer_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('languages', sa.JSON(), nullable=False),
    sa.Column('territories', sa.JSON(), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('organisations', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_by_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('hours BETWEEN 0 AND 200', name=op.f('ck_reviewer_profile_hours_in_a_month')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reviewer_profile_person_id_person')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['person.id'], name=op.f('fk_reviewer_profile_updated_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviewer_profile')),
    sa.UniqueConstraint('person_id', name=op.f('uq_reviewer_profile_person_id'))
    )
    op.create_table('review_time',
    sa.Column('capacity', sa.String(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('shortest', sa.Integer(), nullable=True),
    sa.Column('usual', sa.Integer(), nullable=True),
    sa.Column('longest', sa.Integer(), nullable=True),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(usual IS NULL) = (shortest IS NULL) AND (usual IS NULL) = (longest IS NULL)", name=op.f('ck_review_time_whole_or_nothing')),
    sa.CheckConstraint("capacity IN ('reviewer', 'lead_reviewer')", name=op.f('ck_review_time_judging_capacity')),
    sa.PrimaryKeyConstraint('capacity', name=op.f('pk_review_time'))
    )
    op.create_table('benchmark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('marked_by_id', sa.Integer(), nullable=False),
    sa.Column('marked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('first_lead_id', sa.Integer(), nullable=False),
    sa.Column('second_lead_id', sa.Integer(), nullable=False),
    sa.Column('former_leads', sa.JSON(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('discarded_by_id', sa.Integer(), nullable=True),
    sa.Column('discard_reason', sa.Text(), nullable=False),
    sa.CheckConstraint('(discarded_at IS NULL) = (discarded_by_id IS NULL)', name=op.f('ck_benchmark_discarded_by_somebody')),
    sa.CheckConstraint('(discarded_at IS NULL) = (length(discard_reason) = 0)', name=op.f('ck_benchmark_discarded_with_reason')),
    sa.CheckConstraint('first_lead_id <> second_lead_id', name=op.f('ck_benchmark_two_leads')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_benchmark_application_id_application')),
    sa.ForeignKeyConstraint(['discarded_by_id'], ['person.id'], name=op.f('fk_benchmark_discarded_by_id_person')),
    sa.ForeignKeyConstraint(['first_lead_id'], ['person.id'], name=op.f('fk_benchmark_first_lead_id_person')),
    sa.ForeignKeyConstraint(['marked_by_id'], ['person.id'], name=op.f('fk_benchmark_marked_by_id_person')),
    sa.ForeignKeyConstraint(['second_lead_id'], ['person.id'], name=op.f('fk_benchmark_second_lead_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benchmark')),
    sa.UniqueConstraint('public_id', name=op.f('uq_benchmark_public_id'))
    )
    with op.batch_alter_table('benchmark', schema=None) as batch_op:
        batch_op.create_index('ix_benchmark_standing', ['application_id'], unique=True, sqlite_where=sa.text('discarded_at IS NULL'), postgresql_where=sa.text('discarded_at IS NULL'))

    op.create_table('carried_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('rating', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('stood', sa.Integer(), nullable=False),
    sa.Column('anew', sa.String(), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reopened_by_id', sa.Integer(), nullable=True),
    sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reopen_reason', sa.Text(), nullable=False),
    sa.CheckConstraint("anew IN ('', 'edition', 'lost', 'unjudged', 'below', 'condition', 'rule', 'stood')", name=op.f('ck_carried_criterion_known_reason')),
    sa.CheckConstraint('(confirmed_at IS NULL) = (confirmed_by_id IS NULL)', name=op.f('ck_carried_criterion_confirmed_by_somebody')),
    sa.CheckConstraint('reopened_at IS NULL OR length(reopen_reason) > 0', name=op.f('ck_carried_criterion_reopened_with_a_reason')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_carried_criterion_application_id_application')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_carried_criterion_confirmed_by_id_person')),
    sa.ForeignKeyConstraint(['reopened_by_id'], ['person.id'], name=op.f('fk_carried_criterion_reopened_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carried_criterion')),
    sa.UniqueConstraint('application_id', 'criterion_code', name=op.f('uq_carried_criterion_application_id_criterion_code'))
    )
    op.create_table('case_word',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('word', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_case_word_application_id_application')),
    sa.PrimaryKeyConstraint('application_id', 'word', name=op.f('pk_case_word'))
    )
    with op.batch_alter_table('case_word', schema=None) as batch_op:
        batch_op.create_index('ix_case_word_word_application_id', ['word', 'application_id'], unique=False)

    op.create_table('finished_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_finished_step_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finished_step'))
    )
    with op.batch_alter_table('finished_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finished_step_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_finished_step_state_late_ended_on', ['state', 'late', 'ended_on'], unique=False)

    op.create_table('panel_concern',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(outcome = '') = (decided_at IS NULL)", name=op.f('ck_panel_concern_decided_with_an_outcome')),
    sa.CheckConstraint("outcome = '' OR length(reason) > 0", name=op.f('ck_panel_concern_decided_with_reason')),
    sa.CheckConstraint("outcome IN ('', 'no_conflict', 'conflict')", name=op.f('ck_panel_concern_known_outcome')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_panel_concern_application_id_application')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_panel_concern_decided_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_panel_concern_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_concern')),
    sa.UniqueConstraint('application_id', 'person_id', 'rule', 'about', name=op.f('uq_panel_concern_application_id_person_id_rule_about')),
    sa.UniqueConstraint('public_id', name=op.f('uq_panel_concern_public_id'))
    )
    with op.batch_alter_table('panel_concern', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_concern_person_id'), ['person_id'], unique=False)

    op.create_table('shortfall',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('rating', sa.String(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_shortfall_application_id_application')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shortfall')),
    sa.UniqueConstraint('application_id', 'criterion_code', name=op.f('uq_shortfall_application_id_criterion_code'))
    )
    with op.batch_alter_table('shortfall', schema=None) as batch_op:
        batch_op.create_index('ix_shortfall_criterion_code_rating_sent_on', ['criterion_code', 'rating', 'sent_on'], unique=False)

    op.create_table('stand_aside',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('declared_by_id', sa.Integer(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_stand_aside_application_id_application')),
    sa.ForeignKeyConstraint(['declared_by_id'], ['person.id'], name=op.f('fk_stand_aside_declared_by_id_person')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_stand_aside_ended_by_id_person')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_stand_aside_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_aside')),
    sa.UniqueConstraint('public_id', name=op.f('uq_stand_aside_public_id'))
    )
    with op.batch_alter_table('stand_aside', schema=None) as batch_op:
        batch_op.create_index('ix_stand_aside_standing', ['application_id', 'criterion_code', 'person_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.create_table('benchmark_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('benchmark_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('rating', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.Column('agreed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_by_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('agreed_by_id IS NULL OR agreed_by_id <> judged_by_id', name=op.f('ck_benchmark_criterion_two_leads')),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_benchmark_criterion_agreed_by_id_person')),
    sa.ForeignKeyConstraint(['benchmark_id'], ['benchmark.id'], name=op.f('fk_benchmark_criterion_benchmark_id_benchmark')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['person.id'], name=op.f('fk_benchmark_criterion_judged_by_id_person')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['person.id'], name=op.f('fk_benchmark_criterion_updated_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benchmark_criterion')),
    sa.UniqueConstraint('benchmark_id', 'criterion_code', name=op.f('uq_benchmark_criterion_benchmark_id_criterion_code'))
    )
    op.create_table('moderation_minutes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('content_sha256', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('storage_key', sa.String(), nullable=True),
    sa.Column('sha256', sa.String(), nullable=True),
    sa.Column('size', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_moderation_minutes_application_id_application')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_moderation_minutes_job_id_job')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_moderation_minutes_made_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moderation_minutes')),
    sa.UniqueConstraint('application_id', 'number', name=op.f('uq_moderation_minutes_application_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_moderation_minutes_public_id'))
    )
    op.create_table('panel_place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.String(), nullable=False),
    sa.Column('why', sa.JSON(), nullable=False),
    sa.Column('despite', sa.Text(), nullable=False),
    sa.Column('assigned_by_id', sa.Integer(), nullable=False),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('handover', sa.Text(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f('ck_panel_place_answered_with_an_answer')),
    sa.CheckConstraint("answer <> 'declined' OR length(reason) > 0", name=op.f('ck_panel_place_declined_with_reason')),
    sa.CheckConstraint("answer IN ('', 'accepted', 'declined', 'withdrawn')", name=op.f('ck_panel_place_known_answer')),
    sa.CheckConstraint("answer NOT IN ('accepted', 'declined') OR told_at IS NOT NULL", name=op.f('ck_panel_place_told_before_answer')),
    sa.CheckConstraint("capacity IN ('reviewer', 'lead_reviewer')", name=op.f('ck_panel_place_judging_capacity')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_panel_place_application_id_application')),
    sa.ForeignKeyConstraint(['assigned_by_id'], ['person.id'], name=op.f('fk_panel_place_assigned_by_id_person')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_panel_place_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_panel_place_person_id_person')),
    sa.ForeignKeyConstraint(['replaces_id'], ['assignment.id'], name=op.f('fk_panel_place_replaces_id_assignment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_place')),
    sa.UniqueConstraint('public_id', name=op.f('uq_panel_place_public_id'))
    )
    with op.batch_alter_table('panel_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_place_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_panel_place_open_lead', ['application_id'], unique=True, sqlite_where=sa.text("answer = '' AND capacity = 'lead_reviewer'"), postgresql_where=sa.text("answer = '' AND capacity = 'lead_reviewer'"))
        batch_op.create_index('ix_panel_place_open_person', ['application_id', 'person_id'], unique=True, sqlite_where=sa.text("answer = ''"), postgresql_where=sa.text("answer = ''"))
        batch_op.create_index('ix_panel_place_person_id_answer', ['person_id', 'answer'], unique=False)

    op.create_table('benchmark_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('rating', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('scored_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['criterion_id'], ['benchmark_criterion.id'], name=op.f('fk_benchmark_score_criterion_id_benchmark_criterion')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_benchmark_score_reviewer_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benchmark_score')),
    sa.UniqueConstraint('criterion_id', 'reviewer_id', name=op.f('uq_benchmark_score_criterion_id_reviewer_id'))
    )
    with op.batch_alter_table('benchmark_score', schema=None) as batch_op:
        batch_op.create_index('ix_benchmark_score_reviewer_id', ['reviewer_id'], unique=False)

    op.create_table('lesson_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('lesson_id', sa.Integer(), nullable=False),
    sa.Column('minute', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_by_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(text) > 0', name=op.f('ck_lesson_mark_something_seen')),
    sa.CheckConstraint('minute BETWEEN 0 AND 600', name=op.f('ck_lesson_mark_minute_of_a_lesson')),
    sa.ForeignKeyConstraint(['lesson_id'], ['lesson_observation.id'], name=op.f('fk_lesson_mark_lesson_id_lesson_observation')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['person.id'], name=op.f('fk_lesson_mark_updated_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lesson_mark')),
    sa.UniqueConstraint('public_id', name=op.f('uq_lesson_mark_public_id'))
    )
    with op.batch_alter_table('lesson_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lesson_mark_lesson_id'), ['lesson_id'], unique=False)

    with op.batch_alter_table('agreed_finding', schema=None) as batch_op:
        batch_op.add_column(sa.Column('divided', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('present', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('also_present', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('open_again', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.add_column(sa.Column('case_officer_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_application_case_officer_id_state_state_since', ['case_officer_id', 'state', 'state_since'], unique=False)
        batch_op.create_index('ix_application_held', ['state', 'state_since'], unique=False, sqlite_where=sa.text('held = 1'), postgresql_where=sa.text('held'))
        batch_op.create_index('ix_application_state_school_until', ['state', 'school_until'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_application_case_officer_id_person'), 'person', ['case_officer_id'], ['id'])

    with op.batch_alter_table('determination', schema=None) as batch_op:
        batch_op.add_column(sa.Column('recalled_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('why_recalled', sa.Text(), server_default='', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_determination_recalled_by_id_person'), 'person', ['recalled_by_id'], ['id'])

    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reached', sa.Integer(), server_default='0', nullable=False))
        batch_op.create_index('ix_interest_reached_sent_at', ['reached', 'sent_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_interest_school_id'), ['school_id'], unique=False)

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('declaration_overdue_since', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('renewed_by_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_registration_declaration_overdue_since'), ['declaration_overdue_since'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_registration_renewed_by_id'), ['renewed_by_id'])
        batch_op.create_foreign_key(batch_op.f('fk_registration_renewed_by_id_registration'), 'registration', ['renewed_by_id'], ['id'])

    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_appeal_known_outcome'), type_='check')
        batch_op.create_check_constraint(op.f('ck_appeal_known_outcome'), "outcome IS NULL OR outcome IN ('upheld', 'dismissed', 'withdrawn')")

    count_what_moves_keep()


def count_what_moves_keep() -> None:
    """From now on the moves keep these figures; what there was before is counted here, once."""
    application = sa.table('application', sa.column('id'), sa.column('school_id'), sa.column('state'))
    assignment = sa.table('assignment', sa.column('application_id'), sa.column('person_id'), sa.column('ended_at'))
    present = (
        sa.select(assignment.c.person_id, sa.func.count())
        .join_from(assignment, application, application.c.id == assignment.c.application_id)
        .where(assignment.c.ended_at.is_(None), application.c.state.in_(IN_PROGRESS))
        .group_by(assignment.c.person_id)
    )
    load = sa.table('reviewer_load', sa.column('person_id'), sa.column('cases'))
    op.execute(sa.insert(load).from_select(['person_id', 'cases'], present))

    interest = sa.table('interest', sa.column('school_id'), sa.column('reached'))
    event = sa.table('event', sa.column('application_id'), sa.column('to_state'))
    determination = sa.table('determination', sa.column('application_id'), sa.column('released_at'))
    came = [
        (step, sa.select(event.c.application_id).where(event.c.to_state.in_(states))) for step, states in REACHED
    ]
    came.append((TOLD, sa.select(determination.c.application_id).where(determination.c.released_at.is_not(None))))
    op.execute(sa.update(interest).where(interest.c.school_id.is_not(None)).values(reached=ACCEPTED))
    for step, cases in sorted(came, key=lambda each: each[0]):
        schools = sa.select(application.c.school_id).where(application.c.id.in_(cases))
        op.execute(sa.update(interest).where(interest.c.school_id.in_(schools)).values(reached=step))



def forget_how_appeals_end() -> None:
    """Before, an appeal was upheld or dismissed, and at once: a withdrawn one changed as little as a dismissed one.

    One whose outcome waits for its release is to be decided again, and its letters are recalled.
    """
    appeal = sa.table('appeal', sa.column('id'), sa.column('application_id'), sa.column('outcome'), sa.column('reasons'),
                      sa.column('decided_by_id'), sa.column('decided_at'))
    case = sa.table('application', sa.column('id'), sa.column('state'))
    letter = sa.table('letter', sa.column('application_id'), sa.column('template'), sa.column('needs_release'),
                      sa.column('released_at'), sa.column('recalled_at', sa.DateTime(timezone=True)))
    withdrawn = sa.update(appeal).where(appeal.c.outcome == 'withdrawn')
    op.execute(withdrawn.values(outcome='dismissed', reasons='The school withdrew this appeal.'))
    heard = sa.select(case.c.id).where(case.c.state == 'appeal')
    waiting = sa.update(letter).where(
        letter.c.application_id.in_(heard), letter.c.template.in_(['appeal_upheld', 'appeal_dismissed']),
        letter.c.needs_release, letter.c.released_at.is_(None), letter.c.recalled_at.is_(None),
    )
    op.execute(waiting.values(recalled_at=sa.func.current_timestamp()))
    latest = sa.select(sa.func.max(appeal.c.id)).group_by(appeal.c.application_id)
    op.execute(
        sa.update(appeal).where(appeal.c.application_id.in_(heard), appeal.c.id.in_(latest))
        .values(outcome=None, decided_by_id=None, decided_at=None)
    )


def downgrade() -> None:
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_appeal_known_outcome'), type_='check')

    forget_how_appeals_end()
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_appeal_known_outcome'), "outcome IS NULL OR outcome IN ('upheld', 'dismissed')")

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_registration_renewed_by_id_registration'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_registration_renewed_by_id'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_registration_declaration_overdue_since'))
        batch_op.drop_column('renewed_by_id')
        batch_op.drop_column('declaration_overdue_since')

    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interest_school_id'))
        batch_op.drop_index('ix_interest_reached_sent_at')
        batch_op.drop_column('reached')

    with op.batch_alter_table('determination', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_determination_recalled_by_id_person'), type_='foreignkey')
        batch_op.drop_column('why_recalled')
        batch_op.drop_column('recalled_by_id')

    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_application_case_officer_id_person'), type_='foreignkey')
        batch_op.drop_index('ix_application_state_school_until')
        batch_op.drop_index('ix_application_held', sqlite_where=sa.text('held = 1'), postgresql_where=sa.text('held'))
        batch_op.drop_index('ix_application_case_officer_id_state_state_since')
        batch_op.drop_column('case_officer_id')

    with op.batch_alter_table('agreed_finding', schema=None) as batch_op:
        batch_op.drop_column('open_again')
        batch_op.drop_column('also_present')
        batch_op.drop_column('present')
        batch_op.drop_column('divided')

    with op.batch_alter_table('lesson_mark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lesson_mark_lesson_id'))

    op.drop_table('lesson_mark')
    with op.batch_alter_table('benchmark_score', schema=None) as batch_op:
        batch_op.drop_index('ix_benchmark_score_reviewer_id')

    op.drop_table('benchmark_score')
    with op.batch_alter_table('panel_place', schema=None) as batch_op:
        batch_op.drop_index('ix_panel_place_person_id_answer')
        batch_op.drop_index('ix_panel_place_open_person', sqlite_where=sa.text("answer = ''"), postgresql_where=sa.text("answer = ''"))
        batch_op.drop_index('ix_panel_place_open_lead', sqlite_where=sa.text("answer = '' AND capacity = 'lead_reviewer'"), postgresql_where=sa.text("answer = '' AND capacity = 'lead_reviewer'"))
        batch_op.drop_index(batch_op.f('ix_panel_place_application_id'))

    op.drop_table('panel_place')
    op.drop_table('moderation_minutes')
    op.drop_table('benchmark_criterion')
    with op.batch_alter_table('stand_aside', schema=None) as batch_op:
        batch_op.drop_index('ix_stand_aside_standing', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))

    op.drop_table('stand_aside')
    with op.batch_alter_table('shortfall', schema=None) as batch_op:
        batch_op.drop_index('ix_shortfall_criterion_code_rating_sent_on')

    op.drop_table('shortfall')
    with op.batch_alter_table('panel_concern', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panel_concern_person_id'))

    op.drop_table('panel_concern')
    with op.batch_alter_table('finished_step', schema=None) as batch_op:
        batch_op.drop_index('ix_finished_step_state_late_ended_on')
        batch_op.drop_index(batch_op.f('ix_finished_step_application_id'))

    op.drop_table('finished_step')
    with op.batch_alter_table('case_word', schema=None) as batch_op:
        batch_op.drop_index('ix_case_word_word_application_id')

    op.drop_table('case_word')
    op.drop_table('carried_criterion')
    with op.batch_alter_table('benchmark', schema=None) as batch_op:
        batch_op.drop_index('ix_benchmark_standing', sqlite_where=sa.text('discarded_at IS NULL'), postgresql_where=sa.text('discarded_at IS NULL'))

    op.drop_table('benchmark')
    op.drop_table('review_time')
    op.drop_table('reviewer_profile')
    with op.batch_alter_table('reviewer_load', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reviewer_load_cases'))

    op.drop_table('reviewer_load')
    op.drop_table('last_look')
    op.drop_table('kept_list')
    op.drop_table('monthly_figure')
    op.drop_table('agreement_sum')
