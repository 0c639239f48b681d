"""Reads bank statements in ISO 20022 camt.053, versions 02 to 13.

The file comes from outside: entities, document types and the network are off, and its size and number of entries are bounded.
Element names did not change between the versions that banks use, only some were wrapped once more; both forms are read.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from ticketing.banking.lines import MOST_LINES, Line, Sheet, Unreadable

_SPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.\d{3})\.001\.(\d{2})")
_VERSIONS = range(2, 14)
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_NOTHING = ("NOTPROVIDED", "NONREF", "NOT PROVIDED")


def looks_like_xml(content: bytes) -> bool:
    """Tell whether a file claims to be XML, in UTF-8 or UTF-16."""
    head = content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<")


def parse(content: bytes) -> list[Sheet]:
    """Return the statements of a file.

    Raises:
        Unreadable: not XML (`broken`), with a document type (`doctype`), another message (`other_message`) or version
            (`version`), too many movements (`too_many`), or a field that makes no sense (`field`).
    """
    root = _root(content)
    space = etree.QName(root).namespace or ""
    found = _SPACE.fullmatch(space)
    if found is None or found.group(1) != "camt.053":
        raise Unreadable("other_message", kind=found.group(1) if found else etree.QName(root).localname)
    if int(found.group(2)) not in _VERSIONS:
        raise Unreadable("version", version=found.group(2))
    for node in root.iter(f"{{{space}}}*"):
        node.tag = etree.QName(node).localname
    sheets, total = [], 0
    for statement in root.iterfind("BkToCstmrStmt/Stmt"):
        sheet = _sheet(statement)
        total += len(sheet.lines)
        if total > MOST_LINES:
            raise Unreadable("too_many", limit=MOST_LINES)
        sheets.append(sheet)
    if not sheets:
        raise Unreadable("no_statement")
    return sheets


def _root(content: bytes) -> etree._Element:
    if b"<!DOCTYPE" in content.replace(b"\0", b"").upper():
        raise Unreadable("doctype")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("broken") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("doctype")
    return root


# --- small pieces ---------------------------------------------------------------------------------------------------


def _text(node: etree._Element | None, *paths: str) -> str:
    """Return the text at the first of the paths that has one."""
    if node is None:
        return ""
    for path in paths:
        text = " ".join((node.findtext(path) or "").split())
        if text:
            return text
    return ""


def _money(node: etree._Element | None) -> Decimal:
    try:
        amount = Decimal((node.text or "").strip()) if node is not None else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or amount < 0:
        raise Unreadable("field", field="Amt", value=(node.text or "") if node is not None else "")
    return amount


def _signed(node: etree._Element, amount: Decimal) -> Decimal:
    way = _text(node, "CdtDbtInd")
    if way not in ("CRDT", "DBIT"):
        raise Unreadable("field", field="CdtDbtInd", value=way)
    return amount if way == "CRDT" else -amount


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise Unreadable("field", field="Dt", value=text) from error


# --- a statement ----------------------------------------------------------------------------------------------------


def _sheet(node: etree._Element) -> Sheet:
    balances = {}
    for balance in node.iterfind("Bal"):
        code = _text(balance, "Tp/CdOrPrtry/Cd")
        amount = _signed(balance, _money(balance.find("Amt")))
        if code in _CLOSING or code not in balances:
            balances[code] = (amount, _day(_text(balance, "Dt/Dt", "Dt/DtTm")))
    opening = next((balances[code] for code in _OPENING if code in balances), (None, None))
    closing = next((balances[code] for code in _CLOSING if code in balances), (None, None))
    own = _text(node, "Acct/Id/IBAN", "Acct/Id/Othr/Id")
    lines = [line for entry in node.iterfind("Ntry") for line in _entry(entry, own)]
    days = [line.booked_on for line in lines]
    amount = node.find("Bal/Amt")
    return Sheet(
        number=own.replace(" ", "").upper(),
        currency=_text(node, "Acct/Ccy") or (amount.get("Ccy", "") if amount is not None else "") or (lines[0].currency if lines else ""),
        key=_text(node, "Id")[:80],
        begins_on=_day(_text(node, "FrToDt/FrDtTm", "FrToDt/FrDt")) or min(days, default=opening[1]),
        ends_on=_day(_text(node, "FrToDt/ToDtTm", "FrToDt/ToDt")) or closing[1] or max(days, default=None),
        opening=opening[0],
        closing=closing[0],
        lines=lines,
    )


def _entry(node: etree._Element, own: str) -> Iterator[Line]:
    """Yield the movements of one entry: itself, or each payment of a batch whose parts add up to it. Pending ones are left out."""
    if _text(node, "Sts/Cd", "Sts") not in ("BOOK", ""):
        return
    whole, amount = node.find("Amt"), _signed(node, _money(node.find("Amt")))
    currency = whole.get("Ccy", "") if whole is not None else ""
    booked_on = _day(_text(node, "BookgDt/Dt", "BookgDt/DtTm")) or _day(_text(node, "ValDt/Dt", "ValDt/DtTm"))
    if booked_on is None:
        raise Unreadable("field", field="BookgDt", value="")
    details = node.findall("NtryDtls/TxDtls")
    parts = [_part(detail, node, currency) for detail in details]
    is_split = len(parts) > 1 and None not in parts and sum(part for part in parts if part is not None) == amount
    for place, detail in enumerate(details if is_split else [details[0] if len(details) == 1 else None], 1):
        yield _line(node, detail, parts[place - 1] or amount if is_split else amount, currency, booked_on, place if is_split else 0, own)


def _part(detail: etree._Element, entry: etree._Element, currency: str) -> Decimal | None:
    """Return what one payment of a batch moved, in the account's currency; None where the bank does not say."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt"):
        node = detail.find(path)
        if node is not None and node.get("Ccy") == currency:
            return _signed(detail if detail.find("CdtDbtInd") is not None else entry, _money(node))
    return None


def _line(
    entry: etree._Element, detail: etree._Element | None, amount: Decimal, currency: str, booked_on: date, place: int, own: str
) -> Line:
    name, account = _other_side(entry if detail is None else detail, amount, own)
    sent = _first(detail, entry, "AmtDtls/InstdAmt/Amt")
    is_foreign = sent is not None and sent.get("Ccy") != currency
    end_to_end = _text(detail, "Refs/EndToEndId")
    texts = [*_texts(detail, "RmtInf/Ustrd"), *_texts(detail, "RmtInf/Strd/AddtlRmtInf"), _text(detail, "AddtlTxInf")]
    if not any(texts):
        texts = [_text(entry, "AddtlNtryInf")]
    return Line(
        amount=amount,
        currency=currency,
        booked_on=booked_on,
        value_on=_day(_text(entry, "ValDt/Dt", "ValDt/DtTm")),
        # a batch has one reference of the bank for all, and `place` tells its payments apart
        bank_reference=(_text(entry, "AcctSvcrRef") or _text(detail, "Refs/AcctSvcrRef") or _text(entry, "NtryRef"))[:80],
        detail=place,
        end_to_end="" if end_to_end.upper() in _NOTHING else end_to_end[:80],
        reference=_text(detail, "RmtInf/Strd/CdtrRefInf/Ref")[:80],
        text=" ".join(filter(None, texts))[:500],
        name=name[:150],
        account=account[:40],
        is_reversal=_text(entry, "RvslInd").lower() in ("true", "1"),
        kind=_text(detail, "BkTxCd/Domn/Fmly/SubFmlyCd") or _text(entry, "BkTxCd/Domn/Fmly/SubFmlyCd", "BkTxCd/Prtry/Cd")[:35],
        sent=_money(sent) if is_foreign else None,
        sent_currency=sent.get("Ccy", "")[:3] if sent is not None and is_foreign else "",
        charges=_charges(entry if detail is None or detail.find("Chrgs") is None else detail),
        returned=_text(detail, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")[:35],
    )


def _first(detail: etree._Element | None, entry: etree._Element, path: str) -> etree._Element | None:
    found = detail.find(path) if detail is not None else None
    return found if found is not None else entry.find(path)


def _texts(node: etree._Element | None, path: str) -> list[str]:
    return [" ".join((found.text or "").split()) for found in node.iterfind(path)] if node is not None else []


def _charges(node: etree._Element) -> Decimal:
    charges = [*node.iterfind("Chrgs/Rcrd/Amt"), *node.iterfind("Chrgs/Amt")]
    return sum((_money(one) for one in charges), Decimal("0.00"))


def _other_side(node: etree._Element, amount: Decimal, own: str) -> tuple[str, str]:
    """Return name and account of who paid, or was paid; a reversal names the parties as the first payment did."""
    sides = ("Dbtr", "Cdtr") if amount > 0 else ("Cdtr", "Dbtr")
    for side in sides:
        account = _text(node, f"RltdPties/{side}Acct/Id/IBAN", f"RltdPties/{side}Acct/Id/Othr/Id")
        name = _text(node, f"RltdPties/{side}/Pty/Nm", f"RltdPties/{side}/Nm", f"RltdPties/Ultmt{side}/Pty/Nm", f"RltdPties/Ultmt{side}/Nm")
        if (name or account) and account.replace(" ", "") != own.replace(" ", ""):
            return name, account
    return "", ""
