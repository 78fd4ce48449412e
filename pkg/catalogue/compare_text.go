package catalogue

import (
	"slices"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// weigh tells how grave the change of a field is, and why. One of the two texts
// may be zero, never both.
type weigh func(field Word, old, new Text) (Severity, finding.Sentence)

// plain compares a field that is one value.
func plain(field Word, of func(Entry) Text, by weigh) differ {
	return func(old, new Entry) []Change {
		return changed("/"+string(field), of(old), of(new), under(field, by))
	}
}

// changed is the one change of a value, or none.
func changed(at string, old, new Text, by func(a, b Text) (Severity, finding.Sentence)) []Change {
	if old == new {
		return nil
	}
	severity, reason := by(old, new)
	return []Change{{Field: at, Old: old, New: new, Severity: severity, Reason: reason}}
}

// under weighs a value as one of the field given.
func under(field Word, by weigh) func(a, b Text) (Severity, finding.Sentence) {
	return func(a, b Text) (Severity, finding.Sentence) { return by(field, a, b) }
}

// editorial is for fields that promise nothing.
func editorial(field Word, old, new Text) (Severity, finding.Sentence) {
	switch {
	case old.IsZero():
		return Editorial, finding.Say("%s was added; it promises nothing", field)
	case new.IsZero():
		return Editorial, finding.Say("%s was removed; it promises nothing", field)
	}
	return Editorial, finding.Say("%s changed; it promises nothing", field)
}

// wording is for prose whose promise is in its numbers, its periods and what it
// denies. Where these are the same the promise may still be another one, which the
// reason leaves to the review.
func wording(field Word, old, new Text) (Severity, finding.Sentence) {
	switch {
	case len(shared(old, new)) > 0 && sameWords(old, new):
		return Editorial, finding.Say("%s: only punctuation, spelling or language changed", field)
	case !alike(old, new, numbers):
		return Judge, finding.Say("numbers in %s changed; whether for the better, a person must judge", field)
	case !alike(old, new, bounding):
		return Judge, finding.Say("%s was reworded, and a negation or a period came or went; whether that promises less, a person must judge", field)
	}
	return Editorial, finding.Say("the wording of %s changed, its numbers did not; whether the promise did is for the review to say", field)
}

// remark is for a note beside a value, which may promise or reserve: losing it takes
// away what was said, and what a new one means only a person can say.
func remark(field Word, old, new Text) (Severity, finding.Sentence) {
	switch {
	case new.IsZero():
		return Weakened, finding.Say("%s was removed: what it said is no longer promised", field)
	case old.IsZero():
		return byHand(field, old, new)
	}
	return wording(field, old, new)
}

// promise is for prose that is worth having: losing it weakens the service.
func promise(field Word, old, new Text) (Severity, finding.Sentence) {
	if severity, reason := presence(field, old, new); severity != Unchanged {
		return severity, reason
	}
	return wording(field, old, new)
}

// terms is for conditions in prose that are worth having, such as the lead
// time: any new wording of them must be judged.
func terms(field Word, old, new Text) (Severity, finding.Sentence) {
	if severity, reason := presence(field, old, new); severity != Unchanged {
		return severity, reason
	}
	return byHand(field, old, new)
}

// limit is for prose that bounds the service, such as the workload.
func limit(field Word, old, new Text) (Severity, finding.Sentence) {
	if old.IsZero() || new.IsZero() {
		return byHand(field, old, new)
	}
	return wording(field, old, new)
}

// reservation is for prose that takes something off the promise, such as the
// exceptions: having one is worse than having none.
func reservation(field Word, old, new Text) (Severity, finding.Sentence) {
	if severity, reason := presence(field, old, new); severity != Unchanged {
		return severity.reverse(), reason
	}
	return byHand(field, old, new)
}

// byHand is for fields of which only a person can say what a change means.
func byHand(field Word, old, new Text) (Severity, finding.Sentence) {
	switch {
	case old.IsZero():
		return Judge, finding.Say("%s was added; whether that helps the customer, a person must judge", field)
	case new.IsZero():
		return Judge, finding.Say("%s was removed; whether that helps the customer, a person must judge", field)
	}
	return Judge, finding.Say("%s changed; whether for the better, a person must judge", field)
}

// presence weighs that something worth having came or went.
func presence(field Word, old, new Text) (Severity, finding.Sentence) {
	switch {
	case old.IsZero():
		return Improved, finding.Say("%s was added", field)
	case new.IsZero():
		return Weakened, finding.Say("%s was removed", field)
	}
	return Unchanged, finding.Sentence{}
}

// number shows a count; nothing for 0.
func number(n int) Text {
	if n == 0 {
		return Text{}
	}
	return Text{Plain: strconv.Itoa(n)}
}

// joined strings names together.
func joined[T ~string](names []T, between string) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = string(n)
	}
	return strings.Join(parts, between)
}

// cost shows the internal cost as one value.
func cost(e Entry) Text {
	if e.Cost == nil {
		return Text{}
	}
	return Text{Plain: spaced(e.Cost.Amount.String(), e.Cost.Currency, every(e.Cost.Note))}
}

// every shows a text in all its languages.
func every(t Text) string { return strings.Join(t.variants(), " / ") }

// spaced joins what is not empty.
func spaced(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}
