"""Registration beyond the shop: enrolments with seats by country, approval, guardians, choices with waiting lists."""
