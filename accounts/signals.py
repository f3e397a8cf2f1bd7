"""Facts of the accounts app, sent inside the transaction that made them true."""

from django.dispatch import Signal

# identity: accounts.models.Identity, which has just been proved (or proved better).
identity_proved = Signal()
# identity: accounts.models.Identity of the loser; somebody proved the same number better.
identity_displaced = Signal()
# kept, gone: accounts.models.User. A receiver may raise CannotJoin; nothing is changed then.
accounts_joined = Signal()
# user: accounts.models.User, whose settled name a clerk has corrected; by: that clerk.
name_corrected = Signal()
# appeal: accounts.models.Appeal, which a person has just asked.
appeal_made = Signal()
# appeal: accounts.models.Appeal, which a person on the staff has answered (or answered once more).
appeal_answered = Signal()
# user: accounts.models.User. Receivers lock what must not change while the account is erased,
# before the person's own row is locked; one may raise CannotErase.
erasure_began = Signal()
# user: accounts.models.User as they were. Receivers delete or empty what their app holds.
account_erased = Signal()
# user: accounts.models.User who asked for what is held about them. Receivers return a list of
# accounts.personal_data.Section.
personal_data_asked = Signal()
