"""Builders of test events, offers, tickets and gates. A built event opens tomorrow from 10 to 18, Riga time."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import factory
from django.conf import settings

from accounts.factories import PartnerFactory
from places.factories import SiteFactory
from ticketing.models import (
    Area,
    BankAccount,
    Device,
    Event,
    EventDay,
    Gate,
    Issuer,
    Option,
    Order,
    OrderLine,
    PriceStep,
    Product,
    Question,
    Quota,
    QuotaItem,
    SigningKey,
    Ticket,
    Variation,
    Voucher,
)
from ticketing.tickets import keys
from ticketing.vouchers import codes as voucher_codes


def tomorrow(hour: int) -> datetime:
    """Return tomorrow at `hour` UTC; tomorrow by the clock of Riga, so that what begins then is never of today there."""
    day = datetime.now(ZoneInfo("Europe/Riga")).date() + timedelta(days=1)
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: n + 1)
    slug = factory.Sequence(lambda n: f"maras-tirgus-{n}")
    kind = Event.Kind.FAIR
    state = Event.State.PUBLISHED
    partner = factory.SubFactory(PartnerFactory)
    site = factory.SubFactory(SiteFactory)
    title_lv = "Māras tirgus Lūznavā"
    title_ru = "Ярмарка Мары в Лузнаве"
    title_en = "Māra's fair in Lūznava"
    languages = ["lv", "ru"]
    starts_at = factory.LazyFunction(lambda: tomorrow(8))
    ends_at = factory.LazyFunction(lambda: tomorrow(16))

    @factory.post_generation
    def day(event, create, extracted, **kwargs):
        if create:
            EventDay.objects.create(event=event, opens_at=event.starts_at, closes_at=event.ends_at)
            SigningKey.objects.create(
                event=event, slot=0, public=keys.public(settings.TICKET_KEY, event.number, 0), made_at=datetime.now(UTC)
            )


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    event = factory.SubFactory(EventFactory)
    number = factory.Sequence(lambda n: n % 65535 + 1)
    name_lv = "Dienas biļete"
    name_ru = "Билет на день"
    name_en = "Day ticket"
    price = Decimal("3.00")


class VariationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Variation

    product = factory.SubFactory(ProductFactory)
    name_lv = "Bērns"
    name_ru = "Ребёнок"
    name_en = "Child"


class QuotaFactory(factory.django.DjangoModelFactory):
    """A quota of `size` places; `QuotaFactory(products=[…])` puts products on it."""

    class Meta:
        model = Quota
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    name = "Vietas"
    size = 100

    @factory.post_generation
    def products(quota, create, extracted, **kwargs):
        for product in extracted or []:
            QuotaItem.objects.create(quota=quota, product=product)


class PriceStepFactory(factory.django.DjangoModelFactory):
    """A lower price for the first five."""

    class Meta:
        model = PriceStep

    product = factory.SubFactory(ProductFactory)
    price = Decimal("2.00")
    first = 5


class VoucherFactory(factory.django.DjangoModelFactory):
    """Half the price, once; `VoucherFactory(products=[…])` for some products. Kept places are not taken from the quota here."""

    class Meta:
        model = Voucher
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    partner = factory.SelfAttribute("event.partner")
    code = factory.LazyFunction(voucher_codes.new_code)
    folded = factory.LazyAttribute(lambda voucher: voucher_codes.fold(voucher.code))
    kind = Voucher.Kind.PERCENT
    value = Decimal(50)
    made_at = factory.LazyFunction(lambda: datetime.now(UTC))

    @factory.post_generation
    def products(voucher, create, extracted, **kwargs):
        if create and extracted:
            voucher.products.set(extracted)


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    text_lv = "Kādā valodā mācīsieties?"
    text_ru = "На каком языке вы будете учиться?"
    text_en = "In which language will you learn?"

    @factory.post_generation
    def products(question, create, extracted, **kwargs):
        if create and extracted:
            question.products.set(extracted)


class OptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Option

    question = factory.SubFactory(QuestionFactory, kind=Question.Kind.CHOICE)
    text_lv = factory.Sequence(lambda n: f"Atbilde {n}")


class TicketFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ticket

    event = factory.SubFactory(EventFactory)
    product = factory.SubFactory(ProductFactory, event=factory.SelfAttribute("..event"))
    state = Ticket.State.VALID
    name = "Vera Ščukina"
    name_other = "Вера Щукина"
    search = factory.LazyAttribute(lambda t: Ticket(name=t.name, name_other=t.name_other).folded)
    issued_at = factory.LazyFunction(lambda: datetime.now(UTC))
    changed_at = factory.LazyFunction(lambda: datetime.now(UTC))


class OrderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Order

    event = factory.SubFactory(EventFactory)
    code = factory.Sequence(lambda n: f"T{n:05d}")
    secret = factory.Sequence(lambda n: f"secret{n:026d}")
    state = Order.State.PAID
    request_key = factory.LazyFunction(uuid.uuid4)
    email = "vera@example.org"
    name = "Vera Ščukina"
    currency = "EUR"
    search = factory.LazyAttribute(lambda o: Order(code=o.code, name=o.name, email=o.email).folded)
    held_at = factory.LazyFunction(lambda: datetime.now(UTC))
    placed_at = factory.LazyFunction(lambda: datetime.now(UTC))


class OrderLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    product = factory.SubFactory(ProductFactory, event=factory.SelfAttribute("..order.event"))
    price = Decimal("3.00")


class BankAccountFactory(factory.django.DjangoModelFactory):
    """The account in euro on which a partner's buyers are asked to pay."""

    class Meta:
        model = BankAccount

    partner = factory.SubFactory(PartnerFactory)
    currency = "EUR"
    holder = "Rēzeknes novada pašvaldība"
    number = "LV80BANK0000435195001"
    bank = "Banka"
    bic = "BANKLV22"
    is_default = True


class RoubleAccountFactory(BankAccountFactory):
    """The same in roubles."""

    currency = "RUB"
    holder = "МКУ «Ярмарка»"
    number = "40702810138250123017"
    bank = "ПАО СБЕРБАНК Г. МОСКВА"
    bic = "044525225"
    correspondent = "30101810400000000225"
    inn = "6663003127"
    kpp = "775301001"


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Area

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Laukums {n}")


class GateFactory(factory.django.DjangoModelFactory):
    """A gate; `GateFactory(products=[…])` says what it opens for."""

    class Meta:
        model = Gate
        skip_postgeneration_save = True

    event = factory.SubFactory(EventFactory)
    area = factory.SubFactory(AreaFactory, event=factory.SelfAttribute("..event"))
    name = factory.Sequence(lambda n: f"Vārti {n}")

    @factory.post_generation
    def products(gate, create, extracted, **kwargs):
        if create and extracted:
            gate.products.set(extracted)


class DeviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Device

    event = factory.SubFactory(EventFactory)
    gate = factory.SubFactory(GateFactory, event=factory.SelfAttribute("..event"))
    name = factory.Sequence(lambda n: f"Tālrunis {n}")


class IssuerFactory(factory.django.DjangoModelFactory):
    """What a partner's papers say of it: registered for VAT, as in Latvia."""

    class Meta:
        model = Issuer

    partner = factory.SubFactory(PartnerFactory)
    is_vat_payer = True
    vat_number = "LV90000000022"
    signatory = "Vita Rēķina"
    position = "finanšu vadītāja"
