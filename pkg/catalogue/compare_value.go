package catalogue

import (
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// ordered weighs a step up (more for the customer) or down.
func ordered(step int, up, down finding.Sentence) (Severity, finding.Sentence) {
	if step > 0 {
		return Improved, up
	}
	return Weakened, down
}

// replaced is the change of a value that has a notation; one of the two may be absent.
func replaced[T interface{ String() string }](field Word, old, new *T, by func(a, b Text) (Severity, finding.Sentence)) []Change {
	changes := changed("/"+string(field), Text{Plain: notation(old)}, Text{Plain: notation(new)}, by)
	for i := range changes {
		if old != nil {
			changes[i].Was = old
		}
		if new != nil {
			changes[i].Is = new
		}
	}
	return changes
}

func compareFrequency(old, new Entry) []Change {
	a, b := old.Frequency, new.Frequency
	if a == nil || b == nil {
		return replaced("frequency", a, b, under("frequency", presence))
	}
	was, is := *a, *b
	was.Note, is.Note = Text{}, Text{} // a change of its own
	changes := replaced("frequency", &was, &is, func(_, _ Text) (Severity, finding.Sentence) { return weighFrequency(was, is) })
	return append(changes, changed("/frequency/note", a.Note, b.Note, under("note", remark))...)
}

func weighFrequency(a, b Frequency) (Severity, finding.Sentence) {
	step, ok := b.compare(a)
	switch {
	case !ok:
		return Judge, finding.Say("%s and %s cannot be ordered; a person must judge", Word(a.Unit), Word(b.Unit))
	case step == 0:
		return Editorial, finding.Say("the service is as frequent as before")
	}
	return ordered(step, finding.Say("the service is more frequent"), finding.Say("the service is less frequent"))
}

func compareHours(old, new Entry) []Change {
	a, b := old.Hours, new.Hours
	if a == nil || b == nil {
		return replaced("hours", a, b, under("hours", presence))
	}
	was, is := *a, *b
	was.Note, is.Note = Text{}, Text{} // a change of its own
	changes := replaced("hours", &was, &is, func(_, _ Text) (Severity, finding.Sentence) { return weighHours(was, is) })
	return append(changes, changed("/hours/note", a.Note, b.Note, under("note", remark))...)
}

func weighHours(a, b Hours) (Severity, finding.Sentence) {
	kept, known := a.within(b)
	held, both := b.within(a)
	switch {
	case kept && held:
		return Editorial, finding.Say("the hours are the same, said in another way")
	case kept:
		return Improved, finding.Say("the hours grow")
	case held:
		return Weakened, finding.Say("the hours shrink")
	case known && both:
		return Judge, finding.Say("the hours move: some are lost, others won; a person must judge")
	}
	return Judge, finding.Say("the hours cannot be compared (time zone, or times not given); a person must judge")
}

func compareLifecycle(old, new Entry) []Change {
	a, b := old.Lifecycle, new.Lifecycle
	if a == b {
		return nil
	}
	severity, reason := ordered(b.rank()-a.rank(),
		finding.Say("the service went from %s to %s", a.said(), b.said()),
		finding.Say("the service went from %s to %s", a.said(), b.said()))
	if b == Retired {
		severity = Retire
	}
	return []Change{{Field: "/lifecycle", Old: Text{Plain: string(a)}, New: Text{Plain: string(b)}, Severity: severity, Reason: reason}}
}

func compareVisibility(old, new Entry) []Change {
	a, b := old.Visibility, new.Visibility
	if a == b {
		return nil
	}
	if a.rank() == b.rank() {
		reason := finding.Say("the same people see the service: what says nothing is internal")
		return []Change{{Field: "/visibility", Old: Text{Plain: string(a)}, New: Text{Plain: string(b)}, Severity: Editorial, Reason: reason}}
	}
	severity, reason := ordered(b.rank()-a.rank(),
		finding.Say("more people see the service: %s instead of %s", b.said(), a.said()),
		finding.Say("fewer people see the service: %s instead of %s", b.said(), a.said()))
	return []Change{{Field: "/visibility", Old: Text{Plain: string(a)}, New: Text{Plain: string(b)}, Severity: severity, Reason: reason}}
}

func compareSunset(old, new Entry) []Change {
	a, b := old.SunsetOn, new.SunsetOn
	if a == b {
		return nil
	}
	step := strings.Compare(b, a)
	if a == "" || b == "" { // no end is later than any
		step = -step
	}
	severity, reason := ordered(step,
		finding.Say("the service ends later, or no longer has an end"),
		finding.Say("the service ends earlier, or now has an end"))
	return []Change{{Field: "/sunset_on", Old: Text{Plain: a}, New: Text{Plain: b}, Severity: severity, Reason: reason}}
}
