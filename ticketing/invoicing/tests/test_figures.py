"""What a paper adds up to is to the cent what the order costs."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ticketing.invoicing.figures import Item, Part, add_up
from ticketing.invoicing.rules import TaxGroup, less, numbered, part_of, pattern_for, refusal, share_out

D = Decimal
prices = st.decimals(min_value=0, max_value=9999, places=2)
rates = st.sampled_from([None, D("0.0"), D("5.0"), D("12.0"), D("21.0")])


def test_tax_is_taken_out_of_a_price_that_holds_it() -> None:
    figures = add_up([Part((Item("Biļete", D(2), D("24.20"), rate=D("21.0")),), D("24.20"))])
    assert (figures.net, figures.tax, figures.total) == (D("20.00"), D("4.20"), D("24.20"))
    assert (figures.lines[0].unit_price, figures.lines[0].net) == (D("10.0000"), D("20.00"))


def test_the_worked_example_of_a_stall_adds_up() -> None:
    fee = Part(
        (
            Item("Vieta", D(2), D("60.00"), unit="module", discount=D("18.00"), discount_name="Demonstrē", rate=D("21.0")),
            Item("Stūris", D(1), D("12.00"), discount=D("3.60"), rate=D("21.0")),
            Item("Elektrība", D(1), D("10.00"), rate=D("21.0")),
            Item("Auto", D(1), D("15.00"), rate=D("21.0")),
        ),
        D("91.23"),
        includes_tax=False,
    )
    duty = Part((Item("Nodeva", D(2), D("14.00"), ground="outside"),), D("14.00"))
    figures = add_up([fee, duty])
    assert [(one.rate, one.base, one.tax) for one in figures.groups] == [(D("21.0"), D("75.40"), D("15.83")), (None, D("14.00"), D("0.00"))]
    assert figures.total == D("105.23")


@given(st.lists(st.tuples(prices, st.integers(1, 9), rates), min_size=1, max_size=12))
def test_lines_add_up_to_bases_and_all_to_the_price(items: list) -> None:
    figures = add_up([Part((Item("x", D(n), price * n, rate=rate),), price * n) for price, n, rate in items])
    assert figures.total == sum((price * n for price, n, _rate in items), D(0))
    for group in figures.groups:
        of_group = [one.net for one in figures.lines if (one.item.rate, one.item.ground) == group.key]
        assert sum(of_group) == group.base
        if group.rate:
            assert abs(group.base * group.rate / 100 - group.tax) <= D("0.0101"), "the tolerance of EN 16931's rule BR-CO-17"


@given(st.lists(st.tuples(prices, rates), min_size=1, max_size=5, unique_by=lambda one: one[1]), st.data())
def test_taken_back_in_parts_a_document_ends_at_nothing(groups: list, data: st.DataObject) -> None:
    left = [TaxGroup(rate, "" if rate is not None else "outside", price, price * (rate or 0) // 1 / 100) for price, rate in groups]
    left = [TaxGroup(one.rate, one.ground, one.base, one.tax.quantize(D("0.01"))) for one in left]
    for _step in range(3):
        whole = sum((one.gross for one in left), D(0))
        amount = data.draw(st.decimals(min_value=0, max_value=whole, places=2))
        taken = part_of(left, amount)
        assert sum((one.gross for one in taken), D(0)) == amount
        left = less(left, taken)
        assert all(one.base >= 0 and one.tax >= 0 for one in left)
    whole = sum((one.gross for one in left), D(0))
    assert all(not one.gross for one in less(left, part_of(left, whole)))


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.lists(prices, min_size=1, max_size=9).filter(any))
def test_shares_add_up(amount: Decimal, weights: list) -> None:
    parts = share_out(amount, weights)
    assert sum(parts) == amount
    assert all(abs(part - amount * weight / sum(weights)) < D("0.01") for part, weight in zip(parts, weights, strict=True))


def test_numbers_are_as_the_pattern_says() -> None:
    assert numbered(pattern_for("LV", "invoice"), year=2026, number=7) == "R-2026-0007"
    assert numbered("LPR/{number}/{year}", year=2026, number=12345) == "LPR/12345/2026"


def test_an_order_has_the_papers_its_state_allows() -> None:
    def why(kind: str, state: str = "placed", total: str = "3.00", *, is_over: bool = False) -> str:
        return refusal(kind, state=state, total=D(total), is_over=is_over)

    assert [why(kind) for kind in ("prepayment", "invoice", "receipt", "act")] == ["", "", "not_paid", "not_paid"]
    assert [why(kind, "paid") for kind in ("prepayment", "invoice", "receipt", "act")] == ["paid_already", "", "", "too_early"]
    assert why("act", "paid", is_over=True) == ""
    assert {why("invoice", state) for state in ("held", "lapsed", "cancelled")} == {"not_ordered"}
    assert why("invoice", total="0") == "nothing_to_invoice"
