package catalogue

import "slices"

// Severity is what a change does to what was promised.
type Severity string

// The severities: 承诺减弱, 下线, 承诺增强, 编辑性修改, judge by hand, a service
// that was not there before, and nothing at all.
const (
	Unchanged Severity = "none"
	Editorial Severity = "editorial"
	Improved  Severity = "improved"
	New       Severity = "new"
	Judge     Severity = "judge"
	Weakened  Severity = "weakened"
	Retire    Severity = "retired"
)

// Severities are those of changes, the gravest first.
func Severities() []Severity {
	return []Severity{Retire, Weakened, Judge, New, Improved, Editorial}
}

// rank orders severities from harmless to grave.
func (s Severity) rank() int {
	if at := slices.Index(Severities(), s); at >= 0 {
		return len(Severities()) - at
	}
	return 0
}

// reverse is the severity of the opposite change.
func (s Severity) reverse() Severity {
	switch s {
	case Improved:
		return Weakened
	case Weakened:
		return Improved
	}
	return s
}

// worst is the gravest of the severities, Unchanged if there is none.
func worst(all ...Severity) Severity {
	out := Unchanged
	for _, s := range all {
		if s.rank() > out.rank() {
			out = s
		}
	}
	return out
}

// Bump says which number of a Version rises: Major where a commitment is
// weakened or a service retired, Minor where something is new or improved,
// Patch where the change is editorial, "" where there is none.
type Bump string

// The bumps.
const (
	Major Bump = "major"
	Minor Bump = "minor"
	Patch Bump = "patch"
)

// Bump is what a severity alone demands; nothing for what a person must judge.
func (s Severity) Bump() Bump {
	switch s {
	case Retire, Weakened:
		return Major
	case New, Improved:
		return Minor
	case Editorial:
		return Patch
	}
	return ""
}
