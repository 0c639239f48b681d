"""Writes camt.053 files as banks do: a statement of any length, whose balances are counted apart from the entries' texts."""

import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

NAMES = ("SIA Paraugs", "Vera Ščukina", "Вера Щукина", "Jānis & Dēls", "Biedrība “Vilna”", "ООО Лён")


@dataclass
class Writer:
    """Adds entries one by one; `text` returns the file."""

    iban: str
    currency: str = "EUR"
    version: str = "02"
    opening: Decimal = Decimal("1000.00")
    key: str = "2026-001"
    day: date = date(2026, 5, 4)
    total: Decimal = Decimal("0.00")
    count: int = 0
    written: list[str] = field(default_factory=list)

    def entry(self, amount, *, reference="", text="", name="SIA Paraugs", account="LV97HABA0012345678910", bank="", extra="", **more):
        """Add an entry of one payment; below zero for money that went."""
        details = self._details(amount, reference, text, name, account, extra=extra, **more)
        return self._entry(amount, details, bank, **more)

    def batch(self, parts, *, bank=""):
        """Add one entry of several payments: (amount, text) each."""
        total = sum(amount for amount, _text in parts)
        details = "".join(
            self._details(amount, "", text, "SIA Paraugs", "LV97HABA0012345678910", own_amount=True) for amount, text in parts
        )
        return self._entry(total, details, bank)

    def again(self):
        """Let the last entry stand twice; the bank counts it once."""
        self.written.append(self.written[-1])

    def _entry(self, amount, details, bank="", reversal=False, **_more):
        self.count += 1
        self.total += amount
        status = "<Sts><Cd>BOOK</Cd></Sts>" if int(self.version) >= 8 else "<Sts>BOOK</Sts>"
        way = "CRDT" if amount > 0 else "DBIT"
        self.written.append(
            f'<Ntry><Amt Ccy="{self.currency}">{abs(amount)}</Amt><CdtDbtInd>{way}</CdtDbtInd>'
            f"{'<RvslInd>true</RvslInd>' if reversal else ''}{status}"
            f"<BookgDt><Dt>{self.day}</Dt></BookgDt><ValDt><Dt>{self.day}</Dt></ValDt>"
            f"<AcctSvcrRef>{bank or f'B{self.count:06d}'}</AcctSvcrRef>"
            f"<NtryDtls>{details}</NtryDtls></Ntry>"
        )
        return self.written[-1]

    def _details(self, amount, reference, text, name, account, *, extra="", end_to_end="NOTPROVIDED", own_amount=False, reversal=False):
        side = "Dbtr" if (amount > 0) != reversal else "Cdtr"
        party = f"<Pty><Nm>{escape(name)}</Nm></Pty>" if int(self.version) >= 8 else f"<Nm>{escape(name)}</Nm>"
        amounts = f'<AmtDtls><TxAmt><Amt Ccy="{self.currency}">{abs(amount)}</Amt></TxAmt></AmtDtls>' if own_amount else ""
        strd = f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>" if reference else ""
        ustrd = f"<Ustrd>{escape(text)}</Ustrd>" if text else ""
        return (
            f"<TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>{amounts or extra}"
            f"<RltdPties><{side}>{party}</{side}><{side}Acct><Id><IBAN>{account}</IBAN></Id></{side}Acct></RltdPties>"
            f"<RmtInf>{ustrd}{strd}</RmtInf></TxDtls>"
        )

    @property
    def closing(self):
        return self.opening + self.total

    def balance(self, code, amount):
        way = "CRDT" if amount >= 0 else "DBIT"
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
            f'<Amt Ccy="{self.currency}">{abs(amount)}</Amt><CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>{self.day}</Dt></Dt></Bal>'
        )

    @property
    def text(self):
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{self.version}"><BkToCstmrStmt>'
            "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-05-05T01:00:00</CreDtTm></GrpHdr>"
            f"<Stmt><Id>{self.key}</Id><CreDtTm>2026-05-05T01:00:00</CreDtTm>"
            f"<Acct><Id><IBAN>{self.iban}</IBAN></Id><Ccy>{self.currency}</Ccy></Acct>"
            f"{self.balance('OPBD', self.opening)}{self.balance('CLBD', self.closing)}"
            f"{''.join(self.written)}</Stmt></BkToCstmrStmt></Document>"
        )

    @property
    def content(self):
        return self.text.encode()


def thousand(writer: Writer, orders, seed: int = 1):
    """Fill a statement with 1,000 entries over `orders` (code, reference, total), and return how many of each kind.

    Exact by reference or code, a wrong amount, two orders in one payment, a batch, paid twice, standing twice in the file,
    sent in another currency, reversed after it was booked, without any word, and money that went.
    """
    chance, left = random.Random(seed), list(orders)
    made = dict.fromkeys(("exact", "batch", "wrong", "split", "twice", "repeated", "foreign", "reversed", "wordless", "went"), 0)

    def pays(kind, amount, **said):
        made[kind] += 1
        writer.entry(amount, name=chance.choice(NAMES), **said)

    for _ in range(580):
        code, reference, total = left.pop()
        pays("exact", total, **({"reference": reference} if chance.random() < 0.7 else {"text": f"Pasūtījums {code}, paldies"}))
    for _ in range(50):  # 20 of which the payer's other bank exchanged
        code, reference, total = left.pop()
        extra = '<AmtDtls><InstdAmt><Amt Ccy="SEK">123.45</Amt></InstdAmt></AmtDtls>'
        pays("foreign", total - Decimal("0.37"), reference=reference, extra=extra)
    for _ in range(100):
        code, _reference, total = left.pop()
        pays("wrong", total + chance.choice((-1, 1, 5)), text=f"samaksa {code}")
    for _ in range(50):
        (one, _r, first), (other, _q, second) = left.pop(), left.pop()
        pays("split", first + second, text=f"{one} {other}")
    for _ in range(10):
        some = [left.pop() for _ in range(3)]
        made["batch"] += 1
        writer.batch([(total, f"pas. {code}") for code, _reference, total in some])
    for _ in range(50):
        code, reference, total = left.pop()
        pays("exact", total, reference=reference)
        pays("twice", total, reference=reference)
    for place in range(40):
        code, reference, total = left.pop()
        pays("exact", total, reference=reference, end_to_end=f"E2E{place}")
        pays("reversed", -total, reference=reference, end_to_end=f"E2E{place}", reversal=True)
    while writer.count < 1000:
        went = chance.random() < 0.5
        amount = Decimal(chance.randrange(100, 90000)) / 100
        pays("went" if went else "wordless", -amount if went else amount, text="Bez atsauces")
    for _ in range(5):
        writer.again()
        made["repeated"] += 1
    return made
