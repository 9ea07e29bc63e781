"""Messages of staff to many, as conversations."""
