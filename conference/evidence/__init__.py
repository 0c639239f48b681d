"""What an event leaves behind: figures for the funder, photographs, the proceedings."""
