package audit

import (
	"strconv"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// Pin is the ledger that a reader trusts, by its id, and optionally one of its
// later entries (docs/trust.md). The zero Pin trusts nothing in particular.
type Pin struct {
	Ledger ledger.Digest
	Number int           // of the entry
	Entry  ledger.Digest // of the entry's raw commit; empty where only the ledger is pinned
}

// ParsePin reads what Pin.String writes, and nothing else: sha256:… or
// sha256:…@N:sha256:….
func ParsePin(text string) (Pin, bool) {
	id, entry, more := strings.Cut(text, "@")
	p := Pin{Ledger: ledger.Digest(id)}
	if !more {
		return p, p.Ledger.Valid()
	}
	number, digest, _ := strings.Cut(entry, ":")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > ledger.MaxEntry || strconv.Itoa(n) != number {
		return Pin{}, false
	}
	p.Number, p.Entry = n, ledger.Digest(digest)
	return p, p.Ledger.Valid() && p.Entry.Valid()
}

// String is the Pin as people hand it on.
func (p Pin) String() string {
	if p.Entry == "" {
		return string(p.Ledger)
	}
	return string(p.Ledger) + "@" + strconv.Itoa(p.Number) + ":" + string(p.Entry)
}

// Trust is what a reader holds against a history beside the procedure. All of it
// is the reader's own, nothing of it comes from the repository.
type Trust struct {
	Pin        Pin         // zero: none
	Rootless   bool        // a pin by somebody's decision is asked for, and there is none
	Checkpoint *Checkpoint // what was good before; nil: nothing is known
	// Elsewhere says that another revision than the branch was asked for: that it
	// ends before the Checkpoint is no rollback.
	Elsewhere bool
	MaxAge    time.Duration // of the newest entry; zero: any
	Now       time.Time     // the reader's clock; zero: nothing is held against it
}

// Hold adds to a report what does not fit the reader's trust: E_TRUST_ROOT,
// E_ROLLBACK, E_FORK, E_TAG_MOVED, E_STALE, W_CLOCK. That the ledger is another than the
// pinned one is E_LEDGER, which Verify says; a Checkpoint of another ledger says
// nothing about this one.
func (r *Report) Hold(t Trust) {
	if t.Rootless {
		r.whole("E_TRUST_ROOT", finding.Say("nobody has pinned a ledger, so nothing says that this is the right one; sc trust pin ID does"))
	}
	if r.Ledger == "" {
		return // it does not even have a beginning
	}
	if t.Pin.Entry != "" && t.Pin.Ledger == r.Ledger {
		r.pinned(t.Pin)
	}
	if t.Checkpoint != nil && t.Checkpoint.Ledger == r.Ledger {
		r.forked(*t.Checkpoint)
		r.movedTags(*t.Checkpoint)
		r.rolledBack(t)
	}
	if !t.Now.IsZero() {
		r.aged(t)
		r.overdue(t.Now)
	}
}

// apart is how far clocks may differ.
const apart = 10 * time.Minute

// aged: the newest entry is as young as the reader asks for. An entry that is dated
// ahead of the clock would stay young for ever, so its date says nothing.
func (r *Report) aged(t Trust) {
	age := t.Now.Sub(r.At)
	switch {
	case age < -apart && t.MaxAge > 0:
		r.add("E_STALE", r.Last, finding.Say("the newest entry is dated %s ahead of your clock, so its date does not show that this copy is kept up to date", span(-age)))
	case age < -apart:
		r.add("W_CLOCK", r.Last, finding.Say("it is dated %s ahead of your clock; dates are claims, the order is not", span(-age)))
	case t.MaxAge > 0 && age > t.MaxAge:
		r.add("E_STALE", r.Last, finding.Say("the newest entry is %s old, at most %s are allowed: is this copy kept up to date?", span(age), span(t.MaxAge)))
	}
}

// rolledBack: the branch did not become shorter.
func (r *Report) rolledBack(t Trust) {
	last := t.Checkpoint.Last()
	if r.Last.Number < last.Number && !t.Elsewhere {
		r.add("E_ROLLBACK", r.Last, finding.Say("the history ends at entry %s, but entry %s was already seen here", r.Last.Number, last.Number))
	}
}

// pinned: the entry that the reader pinned is there.
func (r *Report) pinned(p Pin) {
	switch {
	case p.Number > r.Last.Number:
		r.add("E_ROLLBACK", r.Last, finding.Say("the history ends at entry %s, before the pinned entry %s", r.Last.Number, p.Number))
	default:
		if m, _ := r.mark(p.Number); m.Digest != p.Entry {
			r.add("E_FORK", m, finding.Say("entry %s is %s, not the pinned %s", p.Number, string(m.Digest), string(p.Entry)))
		}
	}
}

// span is a time in days where it has some, else in hours and less, as people say it.
func span(d time.Duration) finding.Sentence {
	const day = 24 * time.Hour
	if d >= 2*day {
		return finding.Say("%s days", int(d/day))
	}
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case hours > 0 && minutes > 0:
		return finding.Say("%s h %s min", hours, minutes)
	case hours > 0:
		return finding.Say("%s h", hours)
	case minutes > 0:
		return finding.Say("%s min", minutes)
	}
	return finding.Say("%s s", int(d/time.Second))
}
