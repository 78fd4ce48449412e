package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/plain"
)

// forks refuses a branch that does not go on from the ledger's last entry. What the
// chain cannot be read for, the audit says.
func forks(ctx context.Context, p *push, s audit.Subject) []audit.Violation {
	if p.branch == nil || p.tip.IsZero() {
		return nil
	}
	last, err := audit.LastEntry(ctx, s.Readers(), p.tip, s.Root)
	if err != nil {
		return []audit.Violation{{Code: "E_FORK", Entry: -1, Commit: p.tip, Message: finding.Say("what %s holds now cannot be read: %s", p.ref, finding.Problem(err))}}
	}
	if last.IsZero() {
		return nil
	}
	follows, err := audit.LeadsTo(ctx, s, last)
	if err == nil && follows {
		return nil
	}
	return []audit.Violation{{Code: "E_FORK", Entry: -1, Commit: s.Tip, Message: finding.Say("it does not go on from %s, the last entry of %s", last, p.ref)}}
}

// violations are what keeps a push out: every violation, and a version without its
// tag, which the one who publishes pushes together with the entry.
func (p *push) violations(r *audit.Report) []audit.Violation {
	var bad []audit.Violation
	for _, v := range r.Violations {
		switch v.Code {
		case "W_UNFINISHED", "E_TAGS_ABSENT", "E_TAG_MISSING":
			v.Message = finding.Say("the tag of this version is not here and not in the push; push them together: git push --atomic origin %s \"refs/tags/%s*:refs/tags/%s*\"",
				p.name(), r.Prefix, r.Prefix)
		default:
			if v.Warning() {
				continue
			}
		}
		bad = append(bad, v)
	}
	return bad
}

// kept refuses to delete or move the tag of a version. A tag that belongs to no sound
// version may go: it is what a push leaves behind whose branch lost a race and whose
// tag did not, or what came with a version that was repaired.
func (p *push) kept(s audit.Subject, r *audit.Report) ([]audit.Violation, error) {
	var bad []audit.Violation
	for _, u := range p.updates {
		if _, ok := underFold(u.tag(), r.Prefix); !ok || u.tag() == "" {
			continue
		}
		if !strings.HasPrefix(u.tag(), r.Prefix) && !u.new.IsZero() {
			bad = append(bad, audit.Violation{Code: "E_TAG_NAME", Entry: -1, Message: finding.Say("the tag %s differs from those of versions in case only", u.tag())})
		}
		now, there, err := p.repo.Ref(u.ref)
		if err != nil {
			return nil, err
		}
		if !there || now == u.new {
			continue
		}
		bound, err := bound(s, r, now)
		if err != nil {
			return nil, err
		}
		if bound {
			bad = append(bad, moved(u))
		}
	}
	return bad, nil
}

func moved(u update) audit.Violation {
	v := audit.Violation{Code: "E_TAG_MOVED", Entry: -1, Message: finding.Say("the tag %s of a version cannot be moved", u.tag())}
	if u.new.IsZero() {
		v.Code, v.Message = "E_TAG_MISSING", finding.Say("the tag %s of a version cannot be deleted", u.tag())
	}
	return v
}

// bound reports whether a tag object names the entry of a sound version. Where the
// history is not good or forks, the push is refused whatever it does to tags.
func bound(s audit.Subject, r *audit.Report, tag ledger.ID) (bool, error) {
	raw, err := s.Readers().Tag(tag)
	if _, malformed := errors.AsType[*ledger.FormError](err); malformed {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	t, err := ledger.ParseTag(raw)
	if err != nil {
		return false, nil
	}
	return slices.ContainsFunc(r.Versions, func(v audit.Version) bool { return v.Commit == t.Commit }), nil
}

// shownViolations is how many lines a pusher is shown.
const shownViolations = 20

// refuse tells the pusher each violation.
func (p *push) refuse(bad []audit.Violation) error {
	a := p.app
	for i, v := range bad {
		if i == shownViolations {
			a.note(a.say.T("and %s more", len(bad)-i))
			break
		}
		a.note(plain.Clean(strings.Join(append(violationWords(v), a.say.Say(v.Message)), " "))) // one line, whatever a path holds
	}
	return fault(finding.Say("the push is refused: %s violations of the ledger on %s", len(bad), p.name()), p.instead(bad))
}

// name is the ledger branch as people call it.
func (p *push) name() string { return strings.TrimPrefix(p.ref, "refs/heads/") }

// instead is what to do in place of the push.
func (p *push) instead(bad []audit.Violation) finding.Sentence {
	has := func(code string) bool {
		return slices.ContainsFunc(bad, func(v audit.Violation) bool { return v.Code == code })
	}
	switch {
	case has("E_FORK"):
		return finding.Say("the ledger only grows: git fetch origin; keep yours aside: git branch aside; go on from there: git reset --keep origin/%s; then take your steps again", p.name())
	case has("E_TAG_MOVED"):
		return finding.Say("the tag of a version stays as it is: leave it out of the push; the server's comes back by: git fetch --force --tags origin")
	case slices.ContainsFunc(p.updates, func(u update) bool { return u.tag() != "" && u.new.IsZero() }) && has("E_TAG_MISSING"):
		return finding.Say("the tag of a version stays: leave it out of the push; what a version promised is changed by the next version")
	}
	return finding.Say("\"sc verify\" in your clone shows them")
}

// violationWords are what stands before a violation's sentence.
func violationWords(v audit.Violation) []string {
	words := []string{v.Code}
	if !v.Commit.IsZero() {
		words = append(words, short(v.Commit.String()))
	}
	for _, w := range []string{filesOf(v), v.Who} {
		if w != "" {
			words = append(words, w)
		}
	}
	return words
}
