"""What the school's side adds: drafts, words of evidence, uploads in pieces, notices, working together."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

INDEX_OF_WORDS = {
    'sqlite': (
        "CREATE VIRTUAL TABLE page_index USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')",
    ),
    'postgresql': (
        "ALTER TABLE page_text ADD COLUMN tokens tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(application_id::text || '·' || replace(btrim(rtrim(words) || often), ' ', ' ' || application_id::text || '·'), ' '))) STORED",
        'ALTER TABLE page_text ALTER COLUMN tokens SET STORAGE MAIN',
        'CREATE INDEX ix_page_text_tokens ON page_text USING gin (tokens) WITH (fastupdate = off)',
    ),
}
NO_INDEX_OF_WORDS = {
    'sqlite': (
        'DROP TABLE IF EXISTS page_index',
    ),
    'postgresql': (
        'DROP INDEX IF EXISTS ix_page_text_tokens',
        'ALTER TABLE page_text DROP COLUMN IF EXISTS tokens',
    ),
}


def upgrade() -> None:
    op.create_table('self_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_self_check')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_self_check_token_hash'))
    )
    with op.batch_alter_table('self_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_self_check_ends_at'), ['ends_at'], unique=False)

    op.create_table('usual_time',
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('shortest', sa.Integer(), nullable=True),
    sa.Column('longest', sa.Integer(), nullable=True),
    sa.Column('next_state', sa.String(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('state', name=op.f('pk_usual_time'))
    )
    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('person_id', name=op.f('uq_calendar_feed_person_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_calendar_feed_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    op.create_table('handover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('school_id', sa.Integer(), nullable=False),
    sa.Column('offered_by_id', sa.Integer(), nullable=False),
    sa.Column('offered_to_id', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(outcome = '') = (ended_at IS NULL)", name=op.f('ck_handover_ended_with_an_outcome')),
    sa.CheckConstraint("outcome IN ('', 'accepted', 'declined', 'withdrawn')", name=op.f('ck_handover_known_outcome')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['person.id'], name=op.f('fk_handover_offered_by_id_person')),
    sa.ForeignKeyConstraint(['offered_to_id'], ['person.id'], name=op.f('fk_handover_offered_to_id_person')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_handover_school_id_school')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handover')),
    sa.UniqueConstraint('public_id', name=op.f('uq_handover_public_id'))
    )
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.create_index('ix_handover_school_id', ['school_id'], unique=False)

    op.create_table('letter_preference',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('needs_me', sa.String(), nullable=False),
    sa.Column('about_case', sa.String(), nullable=False),
    sa.Column('information', sa.String(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("about_case IN ('at_once', 'daily', 'here')", name=op.f('ck_letter_preference_known_way_about_case')),
    sa.CheckConstraint("information IN ('at_once', 'daily', 'here')", name=op.f('ck_letter_preference_known_way_of_information')),
    sa.CheckConstraint("needs_me IN ('at_once', 'daily')", name=op.f('ck_letter_preference_needs_me_reaches')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_letter_preference_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_letter_preference'))
    )
    op.create_table('letter_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('in_use', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_by_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('length(subject) > 0', name=op.f('ck_letter_template_subject_given')),
    sa.CheckConstraint('length(text) > 0', name=op.f('ck_letter_template_text_given')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['person.id'], name=op.f('fk_letter_template_updated_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_template')),
    sa.UniqueConstraint('name', name=op.f('uq_letter_template_name'))
    )
    op.create_table('criterion_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_criterion_assignment_application_id_application')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_criterion_assignment_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_criterion_assignment')),
    sa.UniqueConstraint('application_id', 'criterion_code', 'person_id', name=op.f('uq_criterion_assignment_application_id_criterion_code_person_id'))
    )
    with op.batch_alter_table('criterion_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_criterion_assignment_person_id'), ['person_id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=True),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('view', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('after_session', sa.Boolean(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_draft_application_id_application')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('person_id', 'place', 'key', name=op.f('uq_draft_person_id_place_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_draft_public_id'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index('ix_draft_application_id', ['application_id'], unique=False)
        batch_op.create_index('ix_draft_saved_at', ['saved_at'], unique=False)

    op.create_table('interest_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('interest_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(text) > 0', name=op.f('ck_interest_message_text_given')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_interest_message_by_id_person')),
    sa.ForeignKeyConstraint(['interest_id'], ['interest.id'], name=op.f('fk_interest_message_interest_id_interest')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest_message'))
    )
    with op.batch_alter_table('interest_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interest_message_interest_id'), ['interest_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('from_school', sa.Boolean(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(text) > 0', name=op.f('ck_message_text_given')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_message_application_id_application')),
    sa.ForeignKeyConstraint(['author_id'], ['person.id'], name=op.f('fk_message_author_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('public_id', name=op.f('uq_message_public_id'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index('ix_message_application_id_id', ['application_id', 'id'], unique=False)

    op.create_table('message_reading',
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('read_to', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_message_reading_application_id_application')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_message_reading_person_id_person')),
    sa.PrimaryKeyConstraint('application_id', 'person_id', name=op.f('pk_message_reading'))
    )
    op.create_table('pause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome <> 'refused' OR length(decision) > 0", name=op.f('ck_pause_refusal_has_reason')),
    sa.CheckConstraint("outcome IS NULL OR outcome IN ('granted', 'refused')", name=op.f('ck_pause_known_outcome')),
    sa.CheckConstraint('length(reason) > 0', name=op.f('ck_pause_reason_given')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_pause_application_id_application')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_pause_asked_by_id_person')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_pause_decided_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pause')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pause_public_id'))
    )
    with op.batch_alter_table('pause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pause_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_pause_outcome_until', ['outcome', 'until'], unique=False)
        batch_op.create_index('uq_pause_once', ['application_id'], unique=True, sqlite_where=sa.text("outcome IS NULL OR outcome = 'granted'"), postgresql_where=sa.text("outcome IS NULL OR outcome = 'granted'"))

    op.create_table('presence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_presence_application_id_application')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_presence_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_presence')),
    sa.UniqueConstraint('application_id', 'criterion_code', 'person_id', name=op.f('uq_presence_application_id_criterion_code_person_id'))
    )
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.create_index('ix_presence_seen_at', ['seen_at'], unique=False)

    op.create_table('proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('stopped_since', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_proposal_answered_by_id_person')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_proposal_application_id_application')),
    sa.ForeignKeyConstraint(['proposed_by_id'], ['person.id'], name=op.f('fk_proposal_proposed_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_proposal_public_id'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_application_id'), ['application_id'], unique=False)

    op.create_table('remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('answers_id IS NULL OR settled_at IS NULL', name=op.f('ck_remark_threads_are_settled')),
    sa.CheckConstraint('length(text) > 0', name=op.f('ck_remark_text_given')),
    sa.ForeignKeyConstraint(['answers_id'], ['remark.id'], name=op.f('fk_remark_answers_id_remark')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_remark_application_id_application')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_remark_person_id_person')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_remark_settled_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark')),
    sa.UniqueConstraint('public_id', name=op.f('uq_remark_public_id'))
    )
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_answers_id'), ['answers_id'], unique=False)
        batch_op.create_index('ix_remark_application_id_criterion_code', ['application_id', 'criterion_code'], unique=False)

    op.create_table('mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('response_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind <> 'returned' OR length(note) > 0", name=op.f('ck_mark_returned_with_a_note')),
    sa.CheckConstraint("kind IN ('ready', 'accepted', 'returned')", name=op.f('ck_mark_known_kind')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mark_person_id_person')),
    sa.ForeignKeyConstraint(['response_id'], ['response.id'], name=op.f('fk_mark_response_id_response')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark'))
    )
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.create_index('ix_mark_response_id', ['response_id', 'id'], unique=False)

    op.create_table('proposed_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('objection', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome IS NULL OR outcome IN ('upheld', 'dismissed')", name=op.f('ck_proposed_member_known_outcome')),
    sa.CheckConstraint('outcome IS NULL OR length(objection) > 0', name=op.f('ck_proposed_member_objection_before_outcome')),
    sa.CheckConstraint('outcome IS NULL OR length(reason) > 0', name=op.f('ck_proposed_member_outcome_has_reason')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_proposed_member_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_proposed_member_decided_by_id_person')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposed_member_proposal_id_proposal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposed_member')),
    sa.UniqueConstraint('assignment_id', name=op.f('uq_proposed_member_assignment_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_proposed_member_public_id'))
    )
    with op.batch_alter_table('proposed_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposed_member_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('deadline', sa.String(), nullable=False),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('wanted_until', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('evidence_version_id', sa.Integer(), nullable=True),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('granted_until', sa.Date(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome <> 'granted' OR granted_until IS NOT NULL", name=op.f('ck_extension_granted_until_a_day')),
    sa.CheckConstraint("outcome <> 'refused' OR length(decision) > 0", name=op.f('ck_extension_refusal_has_reason')),
    sa.CheckConstraint("outcome IS NULL OR outcome IN ('granted', 'refused')", name=op.f('ck_extension_known_outcome')),
    sa.CheckConstraint('length(explanation) > 0', name=op.f('ck_extension_explanation_given')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_extension_application_id_application')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_extension_asked_by_id_person')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_extension_decided_by_id_person')),
    sa.ForeignKeyConstraint(['evidence_version_id'], ['evidence_version.id'], name=op.f('fk_extension_evidence_version_id_evidence_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension')),
    sa.UniqueConstraint('application_id', 'deadline', name=op.f('uq_extension_application_id_deadline')),
    sa.UniqueConstraint('public_id', name=op.f('uq_extension_public_id'))
    )
    op.create_table('page_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('evidence_version_id', sa.Integer(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('often', sa.Text(), nullable=False),
    sa.CheckConstraint('page > 0', name=op.f('ck_page_text_page_one_first')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_page_text_application_id_application')),
    sa.ForeignKeyConstraint(['evidence_version_id'], ['evidence_version.id'], name=op.f('fk_page_text_evidence_version_id_evidence_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_page_text')),
    sa.UniqueConstraint('evidence_version_id', 'page', name=op.f('uq_page_text_evidence_version_id_page')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('page_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_page_text_application_id'), ['application_id'], unique=False)

    op.create_table('partial_upload',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('evidence_id', sa.Integer(), nullable=True),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('told', sa.Text(), nullable=False),
    sa.CheckConstraint("(outcome = 'taken') = (version_id IS NOT NULL)", name=op.f('ck_partial_upload_taken_has_version')),
    sa.CheckConstraint("outcome IN ('', 'taken', 'refused')", name=op.f('ck_partial_upload_known_outcome')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_partial_upload_application_id_application')),
    sa.ForeignKeyConstraint(['evidence_id'], ['evidence.id'], name=op.f('fk_partial_upload_evidence_id_evidence')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_partial_upload_person_id_person')),
    sa.ForeignKeyConstraint(['version_id'], ['evidence_version.id'], name=op.f('fk_partial_upload_version_id_evidence_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partial_upload')),
    sa.UniqueConstraint('public_id', name=op.f('uq_partial_upload_public_id'))
    )
    with op.batch_alter_table('partial_upload', schema=None) as batch_op:
        batch_op.create_index('ix_partial_upload_application_id_person_id', ['application_id', 'person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_partial_upload_expires_at'), ['expires_at'], unique=False)

    op.create_table('suggestion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('evidence_version_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.Column('because', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['evidence_version_id'], ['evidence_version.id'], name=op.f('fk_suggestion_evidence_version_id_evidence_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suggestion')),
    sa.UniqueConstraint('evidence_version_id', 'criterion_code', name=op.f('uq_suggestion_evidence_version_id_criterion_code'))
    )
    op.create_table('condition_told',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('condition_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("stage IN ('near', 'due', 'late')", name=op.f('ck_condition_told_known_stage')),
    sa.ForeignKeyConstraint(['condition_id'], ['condition.id'], name=op.f('fk_condition_told_condition_id_condition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_condition_told')),
    sa.UniqueConstraint('condition_id', 'stage', name=op.f('uq_condition_told_condition_id_stage'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.add_column(sa.Column('school_until', sa.Date(), nullable=True))

    with op.batch_alter_table('determination', schema=None) as batch_op:
        batch_op.add_column(sa.Column('recalled_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(op.f('ck_determination_released_or_recalled'), 'released_at IS NULL OR recalled_at IS NULL')

    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('described', sa.Boolean(), server_default=sa.true(), nullable=False))

    with op.batch_alter_table('factual_comment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('evidence_version_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('pages', sa.String(), server_default='', nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_factual_comment_evidence_version_id_evidence_version'), 'evidence_version', ['evidence_version_id'], ['id'])

    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reason', sa.String(), server_default='', nullable=False))
        batch_op.drop_constraint(op.f('ck_interest_known_status'), type_='check')
        batch_op.create_check_constraint(op.f('ck_interest_known_status'), "status IN ('new', 'asked', 'answered', 'accepted', 'declined')")

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('way', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('in_letter_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('once', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('read_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_letter_in_letter_id'), ['in_letter_id'], unique=False)
        batch_op.create_index('ix_letter_unread', ['person_id'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.create_index('ix_letter_way_sent_at', ['way', 'sent_at'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_letter_once'), ['once'])
        batch_op.create_foreign_key(batch_op.f('fk_letter_in_letter_id_letter'), 'letter', ['in_letter_id'], ['id'])
        batch_op.create_check_constraint(op.f('ck_letter_known_way'), "way IN ('', 'at_once', 'daily', 'here')")

    with op.batch_alter_table('paragraph', schema=None) as batch_op:
        batch_op.add_column(sa.Column('from_notes', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('public_reason', sa.Text(), server_default='', nullable=False))

    for statement in INDEX_OF_WORDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    # The first edition knows no answered question: it is new again, so that somebody looks at it.
    op.execute("UPDATE interest SET status = 'new' WHERE status = 'answered'")

    for statement in NO_INDEX_OF_WORDS[op.get_bind().dialect.name]:
        op.execute(statement)

    with op.batch_alter_table('registration', schema=None) as batch_op:
        batch_op.drop_column('public_reason')

    with op.batch_alter_table('paragraph', schema=None) as batch_op:
        batch_op.drop_column('from_notes')

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_letter_known_way'), type_='check')

    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_letter_in_letter_id_letter'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('uq_letter_once'), type_='unique')
        batch_op.drop_index('ix_letter_way_sent_at')
        batch_op.drop_index('ix_letter_unread', sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_letter_in_letter_id'))
        batch_op.drop_column('read_at')
        batch_op.drop_column('once')
        batch_op.drop_column('in_letter_id')
        batch_op.drop_column('way')

    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_interest_known_status'), type_='check')

    with op.batch_alter_table('interest', schema=None) as batch_op:
        batch_op.drop_column('reason')
        batch_op.create_check_constraint(op.f('ck_interest_known_status'), "status IN ('new', 'asked', 'accepted', 'declined')")

    with op.batch_alter_table('factual_comment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_factual_comment_evidence_version_id_evidence_version'), type_='foreignkey')
        batch_op.drop_column('pages')
        batch_op.drop_column('evidence_version_id')

    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_column('described')

    with op.batch_alter_table('determination', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_determination_released_or_recalled'), type_='check')

    with op.batch_alter_table('determination', schema=None) as batch_op:
        batch_op.drop_column('recalled_at')

    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_column('school_until')

    op.drop_table('condition_told')
    op.drop_table('suggestion')
    with op.batch_alter_table('partial_upload', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_partial_upload_expires_at'))
        batch_op.drop_index('ix_partial_upload_application_id_person_id')

    op.drop_table('partial_upload')
    with op.batch_alter_table('page_text', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_page_text_application_id'))

    op.drop_table('page_text')
    op.drop_table('extension')
    with op.batch_alter_table('proposed_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposed_member_proposal_id'))

    op.drop_table('proposed_member')
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.drop_index('ix_mark_response_id')

    op.drop_table('mark')
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.drop_index('ix_remark_application_id_criterion_code')
        batch_op.drop_index(batch_op.f('ix_remark_answers_id'))

    op.drop_table('remark')
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_proposal_application_id'))

    op.drop_table('proposal')
    with op.batch_alter_table('presence', schema=None) as batch_op:
        batch_op.drop_index('ix_presence_seen_at')

    op.drop_table('presence')
    with op.batch_alter_table('pause', schema=None) as batch_op:
        batch_op.drop_index('uq_pause_once', sqlite_where=sa.text("outcome IS NULL OR outcome = 'granted'"), postgresql_where=sa.text("outcome IS NULL OR outcome = 'granted'"))
        batch_op.drop_index('ix_pause_outcome_until')
        batch_op.drop_index(batch_op.f('ix_pause_application_id'))

    op.drop_table('pause')
    op.drop_table('message_reading')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('ix_message_application_id_id')

    op.drop_table('message')
    with op.batch_alter_table('interest_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interest_message_interest_id'))

    op.drop_table('interest_message')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index('ix_draft_saved_at')
        batch_op.drop_index('ix_draft_application_id')

    op.drop_table('draft')
    with op.batch_alter_table('criterion_assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_criterion_assignment_person_id'))

    op.drop_table('criterion_assignment')
    op.drop_table('letter_template')
    op.drop_table('letter_preference')
    with op.batch_alter_table('handover', schema=None) as batch_op:
        batch_op.drop_index('ix_handover_school_id')

    op.drop_table('handover')
    op.drop_table('calendar_feed')
    op.drop_table('usual_time')
    with op.batch_alter_table('self_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_self_check_ends_at'))

    op.drop_table('self_check')
