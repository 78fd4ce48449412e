package catalogue

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
)

// The rules on what an entry must have to be published (§5.3). They warn; a
// proposal makes errors of them.
const (
	RulePublishable = "catalogue/publishable" // a field is missing
	RuleUnmeasured  = "catalogue/unmeasured"  // an objective without levels
)

// checkPublishable: what §5.3 asks for is there. The levels of an entry with an
// objective are checkMeasured's.
func checkPublishable(l *Located) []finding.Finding {
	if l.Entry.ID == "" {
		return nil
	}
	missing := Publishable(l.Entry)
	if !l.Entry.Objective.blank() {
		missing = slices.DeleteFunc(missing, func(field string) bool { return field == "levels" })
	}
	if len(missing) == 0 {
		return nil
	}
	names := finding.Say("%s", Word(missing[0]))
	for _, field := range missing[1:] {
		names = finding.Say("%s, %s", names, Word(field))
	}
	f := l.warning(RulePublishable, "", finding.Say("to be published it still needs %s (§5.3)", names))
	f.Hint = finding.Say("add to the file: %s", joined(missing, ", "))
	return []finding.Finding{f}
}

// checkMeasured: a level shows whether the objective is reached.
func checkMeasured(l *Located) []finding.Finding {
	if l.Entry.ID == "" || l.Entry.Objective.blank() || len(l.Entry.Levels) > 0 {
		return nil
	}
	f := l.warning(RuleUnmeasured, "/objective", finding.Say("nothing measures the objective: there are no levels (§5.3)"))
	f.Hint = finding.Say("add levels: what is measured, and the value it must reach")
	return []finding.Finding{f}
}

// checkIdleLevels: a level can be missed; else it promises nothing.
func checkIdleLevels(l *Located) []finding.Finding {
	var out []finding.Finding
	for i, level := range l.Entry.Levels {
		if !l.live() || !level.idle() {
			continue
		}
		f := l.warning("catalogue/idle-level", at("levels", i), finding.Say("whatever happens keeps this level: %s %s %s", string(level.Op), level.Value.String(), Word(level.Unit)))
		f.Hint = finding.Say("give a value that can be missed")
		out = append(out, f)
	}
	return out
}

// idle reports whether every outcome keeps the level: nothing is below zero, and
// no share above a hundred percent.
func (l Level) idle() bool {
	return l.Op == ">=" && l.Value <= 0 || l.Op == "<=" && l.Unit == "percent" && l.Value >= 100
}
