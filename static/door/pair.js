// Pairing: the token stands behind the # of the link, or in the QR code that holds the link.

/** Return the token of a pairing link, or null. */
export function tokenOf(text) {
  const found = /\/door\/pair(?:\?in=\w\w)?#([\w-]{20,100})$/.exec(text.trim());
  return found?.[1] ?? null;
}

/** Return the token this page was opened with and take it out of the address, or null. */
export function tokenOfPage() {
  const token = tokenOf(location.href);
  if (token) history.replaceState(null, "", location.pathname.replace(/pair$/, ""));
  return token;
}
