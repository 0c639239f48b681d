"""An exhibitor's papers: titles, permits and consents, each with evidence, validity and how far it was verified."""
