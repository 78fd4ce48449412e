package catalogue

import "github.com/service-catalogue/sc/pkg/finding"

// compareLevels matches levels by what they measure and for which priority,
// those with the same operator, window and clock first.
func compareLevels(old, new Entry) []Change {
	const field = Word("levels")
	a, b := old.Levels, new.Levels
	same := func(x, y Level) bool { return x.sameMeasure(y) && x.Priority == y.Priority }
	m := match(a, b,
		func(x, y Level) bool {
			return same(x, y) && x.Op == y.Op && x.Window == y.Window && x.onServiceHours() == y.onServiceHours()
		}, same)
	var changes []Change
	for _, p := range m.pairs {
		pair := levelPair{field: field, index: p[1], old: a[p[0]], new: b[p[1]], oldHours: old.Hours, newHours: new.Hours}
		changes = append(changes, of(pair.new.measure(), pair.changes())...)
	}
	rest := known(m.rest(field, Improved,
		func(i int) Text { return Text{Plain: a[i].String()} },
		func(j int) Text { return Text{Plain: b[j].String()} }), a, b)
	for i, c := range rest {
		if l, ok := c.Is.(*Level); ok {
			rest[i].Reason = finding.Say("%s: %s was added", field, l.spoken())
		}
		if l, ok := c.Was.(*Level); ok {
			rest[i].Reason = finding.Say("%s: %s was removed", field, l.spoken())
		}
	}
	return append(changes, rest...)
}

// spoken is what the level measures as the argument of a Sentence.
func (l Level) spoken() any {
	what := any(Word(l.Metric))
	if !l.Name.IsZero() {
		what = l.Name
	}
	if l.Priority == "" {
		return what
	}
	return finding.Say("%s %s", what, string(l.Priority))
}

// measure is what the level measures and for which priority.
func (l Level) measure() Text { return Text{Plain: spaced(string(l.Metric), string(l.Priority))} }

// levelPair is one level before and after.
type levelPair struct {
	field              Word
	index              int
	old, new           Level
	oldHours, newHours *Hours
}

func (p levelPair) changes() []Change {
	changes := changed(at(p.field, p.index, "name"), p.old.Name, p.new.Name, under(p.field, editorial))
	if p.old.Op != p.new.Op {
		return append(changes, p.change("op", Judge, finding.Say("the operator changed; a person must judge")))
	}
	changes = append(changes, p.value()...)
	if p.old.Window != p.new.Window {
		changes = append(changes, p.change("window", Judge, finding.Say("the period measured changed; a person must judge")))
	}
	return append(changes, p.clock()...)
}

// change shows the two levels as a whole: a value means nothing without its
// operator and unit.
func (p levelPair) change(part string, s Severity, reason finding.Sentence) Change {
	return Change{
		Field: at(p.field, p.index, part), Old: Text{Plain: p.old.String()}, New: Text{Plain: p.new.String()},
		Was: &p.old, Is: &p.new, Severity: s, Reason: reason,
	}
}

func (p levelPair) value() []Change {
	if p.old.Value == p.new.Value && p.old.Unit == p.new.Unit {
		return nil
	}
	step, ok := p.new.compare(p.newHours, p.old, p.oldHours)
	what := Word(p.new.Metric)
	switch {
	case !ok:
		return []Change{p.change("unit", Judge, finding.Say("%s: the units cannot be compared; a person must judge", what))}
	case step == 0:
		return []Change{p.change("unit", Editorial, finding.Say("%s: the same value in another unit", what))}
	case p.new.Op == "==":
		return []Change{p.change("value", Judge, finding.Say("%s: another exact value; a person must judge", what))}
	case p.new.Op == "<=":
		step = -step
	}
	severity, reason := ordered(step,
		finding.Say("%s: the target is stricter", what),
		finding.Say("%s: the target is laxer", what))
	return []Change{p.change("value", severity, reason)}
}

func (p levelPair) clock() []Change {
	a, b := p.old.onServiceHours(), p.new.onServiceHours()
	switch {
	case p.old.Clock == p.new.Clock:
		return nil
	case a == b:
		return []Change{p.change("clock", Editorial, finding.Say("calendar time counts, as before"))}
	case b:
		return []Change{p.change("clock", Weakened, finding.Say("only hours of service count now, not calendar time"))}
	}
	return []Change{p.change("clock", Improved, finding.Say("calendar time counts now, not only hours of service"))}
}
