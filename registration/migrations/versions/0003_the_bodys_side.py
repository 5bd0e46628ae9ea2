"""What the body's side adds."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signing_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(), nullable=False),
    sa.Column('public_pem', sa.Text(), nullable=False),
    sa.Column('first_used_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_signing_key_fingerprint'))
    )
    op.create_table('working_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('criterion_code', sa.String(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_working_note_application_id_application')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_working_note_reviewer_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_working_note')),
    sa.UniqueConstraint('application_id', 'criterion_code', 'reviewer_id', name=op.f('uq_working_note_application_id_criterion_code_reviewer_id'))
    )
    op.create_table('cancelled_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.String(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_cancelled_item_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cancelled_item')),
    sa.UniqueConstraint('item_id', name=op.f('uq_cancelled_item_item_id'))
    )
    with op.batch_alter_table('cancelled_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cancelled_item_visit_id'), ['visit_id'], unique=False)

    op.create_table('change_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('territory', sa.String(), nullable=False),
    sa.Column('leaves', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('told_by_id', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_by_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('principal', 'owner', 'territory', 'platform', 'other')", name=op.f('ck_change_notice_known_kind')),
    sa.CheckConstraint("status IN ('told', 'asked', 'noted')", name=op.f('ck_change_notice_known_status')),
    sa.CheckConstraint('length(what) > 0', name=op.f('ck_change_notice_what_given')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_change_notice_registration_id_registration')),
    sa.ForeignKeyConstraint(['told_by_id'], ['person.id'], name=op.f('fk_change_notice_told_by_id_person')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['person.id'], name=op.f('fk_change_notice_updated_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_notice')),
    sa.UniqueConstraint('public_id', name=op.f('uq_change_notice_public_id'))
    )
    with op.batch_alter_table('change_notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_notice_registration_id'), ['registration_id'], unique=False)

    op.create_table('schedule_look',
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('said', sa.JSON(), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_schedule_look_person_id_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_schedule_look_visit_id_visit')),
    sa.PrimaryKeyConstraint('visit_id', 'person_id', name=op.f('pk_schedule_look'))
    )
    op.create_table('yearly_declaration',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('declared_by_id', sa.Integer(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['declared_by_id'], ['person.id'], name=op.f('fk_yearly_declaration_declared_by_id_person')),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_yearly_declaration_registration_id_registration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_yearly_declaration')),
    sa.UniqueConstraint('registration_id', 'due_on', name=op.f('uq_yearly_declaration_registration_id_due_on'))
    )
    op.create_table('evidence_opening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('application_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('evidence_version_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_evidence_opening_application_id_application')),
    sa.ForeignKeyConstraint(['evidence_version_id'], ['evidence_version.id'], name=op.f('fk_evidence_opening_evidence_version_id_evidence_version')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_evidence_opening_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_opening')),
    sa.UniqueConstraint('person_id', 'evidence_version_id', name=op.f('uq_evidence_opening_person_id_evidence_version_id'))
    )
    with op.batch_alter_table('evidence_opening', schema=None) as batch_op:
        batch_op.create_index('ix_evidence_opening_application_id_person_id', ['application_id', 'person_id'], unique=False)

    op.create_table('visit_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('visit_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('evidence_version_id', sa.Integer(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('updated_by_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(answer = 'evidence') = (evidence_version_id IS NOT NULL)", name=op.f('ck_visit_document_evidence_named')),
    sa.CheckConstraint("answer IN ('', 'evidence', 'note', 'not_there')", name=op.f('ck_visit_document_known_answer')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_visit_document_answered_by_id_person')),
    sa.ForeignKeyConstraint(['evidence_version_id'], ['evidence_version.id'], name=op.f('fk_visit_document_evidence_version_id_evidence_version')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['person.id'], name=op.f('fk_visit_document_updated_by_id_person')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_document_visit_id_visit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_document')),
    sa.UniqueConstraint('public_id', name=op.f('uq_visit_document_public_id'))
    )
    with op.batch_alter_table('visit_document', schema=None) as batch_op:
        batch_op.create_index('ix_visit_document_visit_id_position', ['visit_id', 'position'], unique=False)

    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('placing', sa.String(), server_default='after', nullable=False))
        batch_op.add_column(sa.Column('people', sa.JSON(), server_default=sa.text("'[]'"), nullable=False))
        batch_op.create_check_constraint(op.f('ck_agenda_item_known_placing'), '"placing" IN (\'after\', \'alongside\', \'set\')')

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signed_text', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('signature', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('signing_key_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_certificate_signing_key_id_signing_key'), 'signing_key', ['signing_key_id'], ['id'])

    with op.batch_alter_table('condition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rating_after', sa.String(), nullable=True))

    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unopened', sa.String(), server_default='', nullable=False))

    with op.batch_alter_table('sample', schema=None) as batch_op:
        batch_op.add_column(sa.Column('method', sa.String(), server_default='mersenne', nullable=False))

    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('agenda_edition', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('shared_as', sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column('documents_due_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('documents_asked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('next_steps', sa.Text(), server_default='', nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_column('next_steps')
        batch_op.drop_column('documents_asked_at')
        batch_op.drop_column('documents_due_on')
        batch_op.drop_column('shared_as')
        batch_op.drop_column('agenda_edition')

    with op.batch_alter_table('sample', schema=None) as batch_op:
        batch_op.drop_column('method')

    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_column('unopened')

    with op.batch_alter_table('condition', schema=None) as batch_op:
        batch_op.drop_column('rating_after')

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_certificate_signing_key_id_signing_key'), type_='foreignkey')
        batch_op.drop_column('signing_key_id')
        batch_op.drop_column('signature')
        batch_op.drop_column('signed_text')

    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_agenda_item_known_placing'), type_='check')

    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_column('people')
        batch_op.drop_column('placing')

    with op.batch_alter_table('visit_document', schema=None) as batch_op:
        batch_op.drop_index('ix_visit_document_visit_id_position')

    op.drop_table('visit_document')
    with op.batch_alter_table('evidence_opening', schema=None) as batch_op:
        batch_op.drop_index('ix_evidence_opening_application_id_person_id')

    op.drop_table('evidence_opening')
    op.drop_table('yearly_declaration')
    op.drop_table('schedule_look')
    with op.batch_alter_table('change_notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_notice_registration_id'))

    op.drop_table('change_notice')
    with op.batch_alter_table('cancelled_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cancelled_item_visit_id'))

    op.drop_table('cancelled_item')
    op.drop_table('working_note')
    op.drop_table('signing_key')
