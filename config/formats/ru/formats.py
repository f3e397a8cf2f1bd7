"""Russian dates with the year's word written out; what is not here is Django's.

Django's "22 ноября 2026 г." ends a sentence with two full stops.
"""

DATE_FORMAT = "j E Y года"
DATETIME_FORMAT = "j E Y года, H:i"
YEAR_MONTH_FORMAT = "F Y года"
