package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// most is how many known values a hint names.
const most = 20

// nearestOf names the value that was likely meant, or all that there are.
func nearestOf(given string, known []string) finding.Sentence {
	return nearestAs(given, known, known)
}

// nearestAs is nearestOf where the values are shown in a form of their own.
func nearestAs(given string, known, shown []string) finding.Sentence {
	if len(known) == 0 {
		return finding.Say("there is none yet")
	}
	all := procedure.Names(shown)
	if len(shown) > most {
		all = append(slices.Clone(all[:most]), "…")
	}
	if near, ok := finding.Nearest(given, known); ok {
		return finding.Say("did you mean %s? There are: %s", near, all)
	}
	return finding.Say("there are: %s", all)
}

func joinFlags(names []string) string { return strings.Join(names, " --") }

// choice is the value of a filter: one of those known, in their own form or in
// the reader's words; empty where nothing is asked for.
func (a *app) choice(flag, given string, known []string) (string, error) {
	if given == "" {
		return "", nil
	}
	for _, k := range known {
		if given == k || strings.EqualFold(given, a.say.Word(k)) {
			return k, nil
		}
	}
	shown := each(known, func(k string) string {
		if word := a.say.Word(k); a.say.Language() == lang.Chinese && word != k {
			return k + " " + word
		}
		return k
	})
	return "", fault(finding.Say("--%s cannot be %s", flag, given), nearestAs(given, known, shown))
}

// moment is a date or a version's day, to compare with times of the records;
// empty where nothing is asked for.
func (d *desk) moment(given string) (string, error) {
	if given == "" {
		return "", nil
	}
	if v, ok := versionNumber(given); ok {
		if _, err := d.versionSubject(given, v); err != nil {
			return "", err
		}
		m, err := d.books.Version(v)
		if err != nil {
			return "", err
		}
		return date(m.PublishedAt), nil
	}
	if _, err := time.Parse(time.DateOnly, given); err != nil {
		return "", fault(finding.Say("--since: %s is neither a date nor a version", given), finding.Say("write it as 2026-03-20, or as 1.0.0"))
	}
	return given, nil
}
