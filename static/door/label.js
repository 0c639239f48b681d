// The label of a ticket, as a PDF: to the phone's own sharing and printing, or into a new window of a computer.

import { Offline } from "./api.js";

const ASKED = 60000; // ms that the file stays readable for the window it was opened in

/** Fetch and hand over the label of what this phone let in as `nonce`. Says in a line why not. */
export async function printLabel(door, nonce) {
  let file;
  try {
    file = new File([await door.file(`label?${new URLSearchParams({ nonce })}`)], "label.pdf", { type: "application/pdf" });
  } catch (error) {
    return door.hint(error instanceof Offline ? door.texts.page.needs_network : error.message);
  }
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    return navigator.share({ files: [file] }).catch(() => {}); // closed without choosing a printer
  }
  const address = URL.createObjectURL(file);
  open(address, "_blank", "noopener");
  return setTimeout(() => URL.revokeObjectURL(address), ASKED);
}
