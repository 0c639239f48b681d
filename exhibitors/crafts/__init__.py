"""The crafts: two levels of what people make, with what each means for a stall."""
