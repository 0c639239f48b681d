"""How an order is paid by bank transfer, in words and as the QR that the payer's bank app reads."""

from ticketing.billing.paycodes.transfers import Transfer, of, picture, png, text

__all__ = ["Transfer", "of", "picture", "png", "text"]
