"""The answers, topic by topic; each function takes a question and returns an answer made of the programme's facts."""
