import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_partner_bank'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('places', '0003_settlement_in_three_languages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bookable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('equipment', 'equipment'), ('room', 'room')], default='equipment', max_length=9, verbose_name='kind')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='inventory number')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_lv', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_ru', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('name_en', models.CharField(max_length=120, null=True, verbose_name='name')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('notes_lv', models.TextField(blank=True, null=True, verbose_name='notes')),
                ('notes_ru', models.TextField(blank=True, null=True, verbose_name='notes')),
                ('notes_en', models.TextField(blank=True, null=True, verbose_name='notes')),
                ('craft', models.SlugField(blank=True, help_text='code of a craft of exhibitors; empty: for all', max_length=20, verbose_name='craft')),
                ('is_project_property', models.BooleanField(default=False, verbose_name='bought by the project')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='cost')),
                ('condition', models.CharField(choices=[('working', 'working'), ('limited', 'works with limits'), ('broken', 'out of order')], default='working', max_length=7, verbose_name='condition')),
                ('needs_training', models.BooleanField(default=False, verbose_name='trained users only')),
                ('needs_supervision', models.BooleanField(default=False, verbose_name='only with a supervisor')),
                ('open_to', models.CharField(choices=[('keepers', "the place's own people"), ('artisans', 'artisans'), ('visitors', 'artisans, and visitors under supervision')], default='artisans', max_length=8, verbose_name='open to')),
                ('people_max', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='people at most')),
                ('setup_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes to set up before')),
                ('cooldown_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes to cool down or clear up after')),
                ('use_minutes', models.PositiveSmallIntegerField(blank=True, help_text='empty: as long as asked; a firing takes as long as it takes', null=True, verbose_name='minutes of one use')),
                ('label_on', models.DateField(blank=True, null=True, verbose_name="project's label affixed on")),
                ('label_photo', models.ImageField(blank=True, upload_to='labels/', verbose_name='photo of the label')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.partner', verbose_name='owner')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookables', to='places.room', verbose_name='room')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookables', to='places.site', verbose_name='place')),
            ],
            options={
                'ordering': ['site', 'name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'room'), _negated=True), ('room__isnull', False), _connector='OR'), name='bookable_room_has_room'), models.UniqueConstraint(condition=models.Q(('kind', 'room')), fields=('room',), name='bookable_room_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['equipment', 'room'])), name='bookable_kind_known'), models.CheckConstraint(condition=models.Q(('cost', None), ('cost__gte', Decimal('0')), _connector='OR'), name='bookable_cost_not_negative'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(django.db.models.expressions.CombinedExpression(models.F('setup_minutes'), '%%', models.Value(15)), 0), django.db.models.lookups.Exact(django.db.models.expressions.CombinedExpression(models.F('cooldown_minutes'), '%%', models.Value(15)), 0)), name='bookable_times_in_quarters')],
            },
        ),
        migrations.CreateModel(
            name='PlaceKeeper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keepers', to='places.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'person'), name='place_keeper_once')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('requested', 'requested'), ('confirmed', 'confirmed'), ('declined', 'declined'), ('cancelled', 'cancelled')], default='requested', max_length=9, verbose_name='state')),
                ('purpose', models.CharField(choices=[('own_work', 'own work'), ('event', 'workshop or training'), ('maintenance', 'maintenance')], default='own_work', max_length=11, verbose_name='purpose')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('title', models.CharField(max_length=150, verbose_name='for what')),
                ('people', models.PositiveSmallIntegerField(default=1, verbose_name='people')),
                ('supervisor', models.CharField(blank=True, max_length=120, verbose_name='supervised by')),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='answer')),
                ('revision', models.PositiveIntegerField(default=0, help_text='SEQUENCE of the calendar feed; raised whenever it is moved')),
                ('bookable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='places.bookable', verbose_name='what')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'indexes': [models.Index(fields=['bookable', 'starts_at'], name='booking_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='booking_ends_after_start'), models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'confirmed', 'declined', 'cancelled'])), name='booking_state_known'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='booking_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='TrainedUser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trained_on', models.DateField(verbose_name='trained on')),
                ('trained_by', models.CharField(blank=True, max_length=120, verbose_name='trained by')),
                ('bookable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trained', to='places.bookable')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['-trained_on'],
                'constraints': [models.UniqueConstraint(fields=('bookable', 'person'), name='trained_user_once')],
            },
        ),
        migrations.CreateModel(
            name='BookedQuarter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.PositiveIntegerField(help_text='which one: seconds since 1970 by 900')),
                ('bookable', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.bookable')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quarters', to='places.booking')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bookable', 'quarter'), name='quarter_taken_once')],
            },
        ),
    ]
