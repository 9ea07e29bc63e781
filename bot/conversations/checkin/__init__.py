"""Check-ins: a student's, a supervisor's for all their students, and what follows from an answer or from silence."""
