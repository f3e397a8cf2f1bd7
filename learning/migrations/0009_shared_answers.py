import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from web.insert_only import InsertOnly


class Migration(migrations.Migration):

    dependencies = [
        ('enrolments', '0003_editions_are_adopted'),
        ('learning', '0008_intake'),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shared_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened_at', models.DateTimeField(blank=True, help_text='When the other opened it: it was read from then on.', null=True)),
                ('member', models.ForeignKey(help_text="The person's own place in the couple it is shared within.", on_delete=django.db.models.deletion.CASCADE, related_name='shared_answers', to='enrolments.couplemember')),
                ('reflection', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='share', to='learning.reflection')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('opened_at', None), ('opened_at__gte', models.F('shared_at')), _connector='OR'), name='an_answer_is_opened_after_it_is_shared')],
            },
        ),
        InsertOnly(table='learning_sharedanswer', may_change=('opened_at',), may_delete=True),
        migrations.RunSQL(
            # What spans tables no CHECK can say.
            sql="""
                create function learning_share_within_couple() returns trigger language plpgsql as $$
                begin
                    if not exists (
                        select from enrolments_couplemember member
                        join enrolments_enrolment enrolment on enrolment.user_id = member.user_id
                        join learning_reflection reflection on reflection.enrolment_id = enrolment.id
                        where member.id = new.member_id and member.left_at is null
                            and reflection.id = new.reflection_id
                    ) then
                        raise exception 'shared by somebody who is not in the couple'
                            using errcode = 'check_violation',
                                constraint = 'an_answer_is_shared_within_ones_couple';
                    end if;
                    return new;
                end $$;
                create trigger within_couple before insert on learning_sharedanswer
                    for each row execute function learning_share_within_couple();

                create function learning_shared_text_stays() returns trigger language plpgsql as $$
                begin
                    if exists (
                        select from learning_sharedanswer where reflection_id = old.id
                    ) then
                        raise exception 'a text was to change that is shared'
                            using errcode = 'check_violation',
                                constraint = 'a_changed_text_is_not_shared';
                    end if;
                    return new;
                end $$;
                -- By its moment and not by its bytes: a text may be sealed anew with another key.
                create trigger shared_text_stays before update of kept_at on learning_reflection
                    for each row when (new.kept_at is distinct from old.kept_at)
                    execute function learning_shared_text_stays();
            """,
            reverse_sql="""
                drop trigger shared_text_stays on learning_reflection;
                drop function learning_shared_text_stays();
                drop trigger within_couple on learning_sharedanswer;
                drop function learning_share_within_couple();
            """,
        ),
    ]
