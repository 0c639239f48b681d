import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_partner_bank'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('fairs', '0002_score_on_scale'),
        ('ticketing', '0003_door_presence'),
    ]

    operations = [
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=20)),
                ('about', models.CharField(help_text='what the check found it at, such as A3+A4', max_length=120)),
                ('value', models.CharField(blank=True, max_length=20)),
                ('reason', models.CharField(max_length=250, verbose_name='why it may stay')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ground', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='fairs.ground')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ground', 'rule', 'about'), name='acknowledgement_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='acknowledgement_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='GroundTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('document', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.partner')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('partner', 'name'), name='ground_template_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Tap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('x_m', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='x, m')),
                ('y_m', models.DecimalField(decimal_places=2, max_digits=7, verbose_name='y, m')),
                ('ground', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taps', to='fairs.ground')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('ground', 'name'), name='tap_name_once')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='ground',
            name='ground_limits_not_negative',
        ),
        migrations.AddField(
            model_name='ground',
            name='water_max_m',
            field=models.DecimalField(decimal_places=1, default=Decimal('25.0'), max_digits=4, verbose_name='from a stall with water to a tap at most, m'),
        ),
        migrations.AddField(
            model_name='stall',
            name='is_fixed',
            field=models.BooleanField(default=False, help_text='the plan editor does not move it', verbose_name='pinned to its spot'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(('fire_gap_m__gte', 0), ('gap_min_m__gte', 0), ('lane_min_m__gte', 0), ('neighbour_m__gte', 0), ('water_max_m__gte', 0)), name='ground_limits_not_negative'),
        ),
    ]
