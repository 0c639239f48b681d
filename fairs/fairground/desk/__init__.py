"""The organiser's pages about a ground: the plan and its checks, the editor, the table, files in and out."""
