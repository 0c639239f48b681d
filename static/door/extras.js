// The modules come first: the hashing of static files takes the example below for a module's own line.
import ask from "./ask.js";
import kiosk from "./kiosk.js";
import money from "./money.js";
import pin from "./pin.js";
import walkin from "./walkin.js";

// Extra actions of the scanner page, each in a module of its own. To add one, name it below and put it into the list: guards are asked in
// its order.
//
// A module exports one object. Every part but `id` may be left out; `door` is described in door.js.
//
//   export default {
//     id: "walkin",
//     label: (door) => door.texts.page.walkin,           // words on its button in the menu
//     offered: (door) => door.supervisor && door.online, // whether the button stands there now; left out: always
//     open: (door) => {},                                // the button was pressed
//     onVerdict: (door, answer) => ({ label, run }),     // a button on the verdict just shown, or null for none; `answer` has
//                                                        // also the scan's `nonce`, the `code` that was read, and `anyway`
//     onCode: (door, text) => false,                     // sees every code first; true keeps it from being judged (kiosk)
//     onSync: (door) => {},                              // the phone has just heard from the server
//     guard: (door, what) => true,                       // asked before "search", "undo", "anyway", "direction", "settings",
//   };                                                   // "unpair"; false, also as a promise, stops it (PIN)

export const extras = [pin, ask, money, walkin, kiosk];
