"""Messages to many, from the words of staff to what a platform was given, under failure."""
