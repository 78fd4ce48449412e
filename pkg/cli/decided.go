package cli

import (
	"errors"
	"path"
	"reflect"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// unchanged refuses a step on records, or by a rule, that others changed since the
// person decided: it is known by its bytes, and what others did may change their mind.
func (s *share) unchanged(at *session, p *proposal) error {
	if !s.active() || s.desk.rules == nil || !decides(p.action) {
		return nil
	}
	first := s.decided == nil
	if first {
		s.decided = map[string]ledger.ID{}
	}
	for _, name := range sortedNames(p.records) {
		now, err := at.desk.blob(name)
		if err != nil {
			return err
		}
		before, err := s.before(name, now)
		if err != nil {
			return err
		}
		if now != before && !now.IsZero() {
			return s.overtaken(at, name)
		}
		if _, known := s.decided[name]; !known && !first && !now.IsZero() {
			return s.overtaken(at, name)
		}
		s.decided[name] = now
	}
	return s.sameRule(at, p)
}

// decides reports whether a step rests on what stands in the record; a remark stands
// beside it.
func decides(action string) bool { return action != string(procedure.StepNote) }

// before is what a record was when the person decided: as it stood here, or where it
// had not come here yet, as the command found it first.
func (s *share) before(name string, now ledger.ID) (ledger.ID, error) {
	if known, ok := s.decided[name]; ok {
		return known, nil
	}
	seen, err := s.desk.blob(name)
	if seen.IsZero() {
		return now, err
	}
	return seen, err
}

// blob is the object of a ledger file; zero where there is none.
func (d *desk) blob(name string) (ledger.ID, error) {
	tree, _, err := d.objects.Links(d.tip)
	if err != nil {
		return ledger.ID{}, err
	}
	node, err := d.objects.Find(tree, d.under(name))
	return node.ID, err
}

func (s *share) overtaken(at *session, name string) error {
	id := strings.TrimSuffix(path.Base(name), ".yaml")
	if r, err := at.books.Request(procedure.RequestID(id)); err == nil && len(r.History) > 0 {
		last := r.History[len(r.History)-1]
		return &finding.Fault{
			Message: finding.Say("%s changed since you decided: %s by %s", id, finding.Say(string(last.Step)), at.rules.Named([]procedure.PersonID{last.By})),
			Hint:    finding.Say("look at it (sc show %s), and decide again", id), Cause: errOvertaken,
		}
	}
	return &finding.Fault{
		Message: finding.Say("%s changed since you decided", id),
		Hint:    finding.Say("look at it (sc show %s), and decide again", id), Cause: errOvertaken,
	}
}

// second is why a step is refused: where the record stood otherwise when the person
// decided, because others were first.
func (s *share) second(at *session, err error) error {
	no, refused := errors.AsType[*procedure.Refusal](err)
	if !refused || no.Code != "E_STATE" || !s.active() {
		return err
	}
	_, id, _ := strings.Cut(no.Subject, " ")
	if _, _, request := records.Requests().Parse(id); !request {
		return err
	}
	name := records.Requests().Path(id)
	seen, failed := s.desk.blob(name)
	if failed != nil || seen.IsZero() {
		return err
	}
	if now, failed := at.desk.blob(name); failed != nil || now == seen {
		return err
	}
	return s.overtaken(at, name)
}

// sameRule refuses a step that the procedure has other rules for by now.
func (s *share) sameRule(at *session, p *proposal) error {
	seen, now := s.desk.rules, at.rules
	before, _ := seen.Step(procedure.StepName(p.action))
	after, _ := now.Step(procedure.StepName(p.action))
	if seen.Version == now.Version || reflect.DeepEqual(before, after) && reflect.DeepEqual(seen.Rules, now.Rules) {
		return nil
	}
	return &finding.Fault{
		Message: finding.Say("the procedure's rules for %s changed since you decided: it has version %s now", finding.Say(p.action), now.Version),
		Hint:    finding.Say("look at them (sc procedure show), and decide again"), Cause: errOvertaken,
	}
}
