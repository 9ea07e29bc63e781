"""From typed words to an intent, slots and dates; answers from the programme's facts."""
