"""How well typed questions are understood: the rows to be met, the training phrases, the trainer and the table."""
